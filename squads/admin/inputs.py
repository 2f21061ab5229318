"""Days and moments as the site's own forms ask for them: the browser's fields.

Django's have links “Today” and “Now”, which know nothing of a day that the data set pins.
"""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "day-input"} | (attrs or {}), format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"class": "time-input", "step": 1}, format="%H:%M:%S")


class MomentInput(AdminSplitDateTime):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, [DayInput(), TimeInput()], attrs)


DAY_INPUTS: Any = {
    models.DateField: {"widget": DayInput},
    models.DateTimeField: {"widget": MomentInput},
}

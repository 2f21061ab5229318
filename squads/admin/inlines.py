"""Rows inside another row's page, which two editors may have open."""

from typing import Any

from squads.admin.inputs import DAY_INPUTS
from squads.admin.known import KnowsRows
from squads.admin.rows import LoadedFormSet
from squads.admin.typed import Inline, Stack
from squads.admin.versions import Guarded


class _Loaded(KnowsRows, Guarded):
    formset: Any = LoadedFormSet
    formfield_overrides = DAY_INPUTS


class LoadedInline(_Loaded, Inline):
    extra = 0


class LoadedStack(_Loaded, Stack):
    extra = 0

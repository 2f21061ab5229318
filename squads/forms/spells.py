"""Forms on injuries and absences."""

import datetime as dt
from typing import Any

from django import forms

from squads import moves
from squads.feeds.lines import part_of, read_line
from squads.forms.base import FURTHEST, DayField, EditForm
from squads.models import Absence, Injury, Player
from squads.wording import full_day

USUAL_DIAGNOSES = [
    "ACL tear",
    "Achilles tendon rupture",
    "Ankle injury",
    "Back injury",
    "Calf injury",
    "Concussion",
    "Foot injury",
    "Groin injury",
    "Hamstring injury",
    "Hip injury",
    "Illness",
    "Knee injury",
    "Knock",
    "Muscle injury",
    "Shoulder injury",
    "Thigh injury",
]


def expected_until_field() -> DayField:
    return DayField(label="Expected back", required=False)


def expected_from_field() -> DayField:
    return DayField(label="Earliest (if a range)", required=False)


CHANCE_WANTED = "Write a chance between 5 and 95."


class ChanceField(forms.IntegerField):
    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=5,
            max_value=95,
            widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
            error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], CHANCE_WANTED),
        )


class SpellForm(EditForm):
    """A new injury or absence of a man."""

    def __init__(self, *args: Any, player: Player, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.player = player
        self.today = today

    def clean_began_on(self) -> dt.date:
        began_on: dt.date = self.cleaned_data["began_on"]
        born_on = self.player.born_on
        if born_on and began_on <= born_on:
            raise forms.ValidationError(f"He was born on {full_day(born_on)}.")
        if began_on > self.today + FURTHEST:
            raise forms.ValidationError("That is more than a year ahead. Check the year.")
        return began_on

    def refuse_twice(self, field: str, table: type[Injury] | type[Absence], what: str) -> None:
        """Put it to the form if he is out with the same on some of these days already."""
        days = ("began_on", "expected_from", "expected_until")
        spell = table(player=self.player, **{day: self.cleaned_data[day] for day in days})
        setattr(spell, field, what)
        if same := moves.open_like(spell):
            self.add_error(field, moves.already(same))


class InjuryForm(SpellForm):
    diagnosis = forms.CharField(max_length=120, required=False)
    began_on = DayField(label="First day out")
    expected_until = expected_until_field()
    expected_from = expected_from_field()
    body_part = forms.ChoiceField(
        required=False,
        choices=[("", "as diagnosed"), *((p, p) for p in Injury.BODY_PARTS)],
    )
    kind = forms.ChoiceField(choices=Injury.Kind.choices, initial=Injury.Kind.INJURY)
    chance = ChanceField("Chance, % (empty: out)")
    line = forms.CharField(
        label="Or a feed’s line",
        max_length=200,
        required=False,
        help_text="Fills what is empty above: “Knee injury - Expected back 01 Sep”.",
    )

    wide = ("diagnosis", "line")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = f"{self.add_prefix('diagnosis')}-names"
        self.names_id = str(self.auto_id) % names if self.auto_id else names
        self.fields["diagnosis"].widget.attrs |= {"list": self.names_id, "autocomplete": "off"}
        self.usual_diagnoses = USUAL_DIAGNOSES

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._read_line()
        if not data.get("diagnosis") and "diagnosis" not in self.errors:
            self.add_error("diagnosis", "Say what it is, if only “Knock”.")
        data["body_part"] = data.get("body_part") or part_of(data.get("diagnosis", ""))
        self.check_return(data.get("began_on"))
        if not self.errors:
            self.refuse_twice("diagnosis", Injury, data["diagnosis"])
        return data

    def _read_line(self) -> None:
        data = self.cleaned_data
        line = data.pop("line", "")
        if not line:
            return
        found = read_line(line, data.get("began_on") or self.today)
        if found is None:
            example = "“Knee injury - Expected back 01 Sep”"
            self.add_error("line", f"This is not read. Write it like {example}.")
            return
        data["diagnosis"] = data.get("diagnosis") or found.reason[:120]
        data["chance"] = data.get("chance") or found.chance
        data["expected_until"] = data.get("expected_until") or found.expected_on


class AbsenceForm(SpellForm):
    kind = forms.ChoiceField(choices=[("", "Choose…"), *Absence.Kind.choices])
    reason = forms.CharField(
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "red card, fifth booking"}),
    )
    began_on = DayField(label="First day away")
    expected_until = expected_until_field()
    expected_from = expected_from_field()
    wide = ("reason",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_return(data.get("began_on"))
        if not self.errors:
            self.refuse_twice("kind", Absence, data["kind"])
        return data


class SpellChangeForm(EditForm):
    """A change of an injury or absence as it was when the form was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, spell: Injury | Absence, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spell = spell
        self.today = today


class ReturnForm(SpellChangeForm):
    expected_until = expected_until_field()
    expected_from = expected_from_field()
    reported_on = DayField(
        label="Last reported out on",
        required=False,
        help_text="The newest day on which a source said so.",
    )
    compared = ("expected_until", "expected_from", "reported_on")

    def clean_reported_on(self) -> dt.date | None:
        reported_on: dt.date | None = self.cleaned_data["reported_on"]
        if reported_on and reported_on > self.today:
            raise forms.ValidationError(f"Today is {full_day(self.today)}.")
        if reported_on and reported_on < self.spell.began_on:
            raise forms.ValidationError(f"It began on {full_day(self.spell.began_on)}.")
        return reported_on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_return(self.spell.began_on)
        if not self.errors:
            self._check_report()
        return data

    def _check_report(self) -> None:
        """Refuse a new date that the report of his still being out has overtaken already."""
        data = self.cleaned_data
        expected = data["expected_until"] or data["expected_from"]
        reported_on = data["reported_on"] or self.spell.reported_on
        is_new = expected != self.spell.expected_on
        if expected and reported_on and is_new and expected <= reported_on:
            said = f"He was still reported out on {full_day(reported_on)}."
            self.add_error("expected_until" if data["expected_until"] else "expected_from", said)


class DoubtForm(SpellChangeForm):
    chance = ChanceField("Chance of playing, %")
    compared = ("chance",)

    def clean_chance(self) -> int | None:
        chance: int | None = self.cleaned_data["chance"]
        was = self.spell.chance if isinstance(self.spell, Injury) else None
        if chance is None and was is None:
            raise forms.ValidationError(CHANCE_WANTED)
        return chance


class BackForm(SpellChangeForm):
    returned_on = DayField(label="First day back")
    compared = ("returned_on",)

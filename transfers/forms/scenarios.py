"""The forms of a scenario: one for each kind of move, its formation, its name and note."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.urls import reverse

from squads import finding
from squads.day import FIRST_DAY, LAST_DAY
from squads.depth import POSITION_NAMES, Aptitude, Position
from squads.forms.base import LIST_WORDS, TEXT_WORDS, DayField
from squads.models import Club, Formation, Player
from squads.models.clubs import POSITION_CHOICES
from squads.models.contracts import STANDING_CHOICES
from squads.models.search import fold
from transfers.models import Link, Scenario, ScenarioMove

Choices = Sequence[tuple[str, Any]]
MOST_FOUND = 12
LONGEST_KEY = 18  # digits
Kind = ScenarioMove.Kind


class HowField(forms.ChoiceField):
    """Tells a loan, which is true, from a transfer; `for_good` is what that is called."""

    def __init__(self, for_good: str) -> None:
        choices = [("", for_good), ("loan", "On loan")]
        super().__init__(label="How", choices=choices, required=False)

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value))


class ScenarioForm(forms.Form):
    """A change of a scenario as it was when the form was shown.

    players: those it may be about, as choices by their slugs. day: when a move holds from
    unless told otherwise. today: of the site. formations: by name.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    wide: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = ""
    button: ClassVar[str] = "Save"

    def __init__(
        self,
        *args: Any,
        scenario: Scenario,
        day: dt.date,
        today: dt.date,
        players: Choices = (),
        formations: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        now = {"version": scenario.version, "on": day, **self.now(scenario)}
        kwargs["initial"] = now | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.scenario, self.today = scenario, today
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= LIST_WORDS
            elif isinstance(field, forms.CharField):
                field.error_messages |= TEXT_WORDS
            if name == "player" and isinstance(field, forms.ChoiceField):
                field.choices = [("", "Choose a man"), *players]
            if name == "formation" and isinstance(field, forms.ChoiceField):
                own = scenario.club.formation
                others = [name for name in formations if not own or name != own.name]
                field.choices = [("", f"The club’s own, {own}"), *((n, n) for n in others)]

    def now(self, scenario: Scenario) -> dict[str, Any]:
        """Return the values of fields as they stand."""
        return {}

    def anew(self, version: int) -> None:
        """Show what was typed once more, to be sent over what stands now."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        self.data = data

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return self.visible_fields()

    def focus_wrong(self, *, whole_page: bool) -> None:
        """Put the focus on the first field that is wrong: see EditForm.focus."""
        for field in [field for field in self.shown_fields if field.errors][:1]:
            attrs = field.field.widget.attrs
            attrs["data-autofocus"] = True
            if whole_page:
                attrs["autofocus"] = True


class MoveForm(ScenarioForm):
    """A form that adds a move: `move` returns its fields."""

    on = DayField(label="From")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in ("on", "until_on", "born_on"):
            day = data.get(name)
            if day and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, f"Choose a day from {FIRST_DAY.year} to {LAST_DAY.year}.")
        on, until_on = data.get("on"), data.get("until_on")
        if on and until_on and until_on < on:
            self.add_error("until_on", "The last day lies before the first.")
        return data

    def player_of(self, slug: str) -> Player:
        """Return the man of this slug. Raises ValidationError if he has gone meanwhile."""
        found = Player.objects.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError("Nobody here is called that any more.")
        return found

    def clean_player(self) -> Player:
        return self.player_of(self.cleaned_data["player"])

    @property
    def move(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OutForm(MoveForm):
    player = forms.ChoiceField(label="Who")
    is_loan = HowField("Sold")
    until_on = DayField(label="Loan until", required=False, help_text="Empty: not known.")
    field_order = ["player", "is_loan", "on", "until_on"]
    kind = Kind.OUT.value
    button = "Let him go"
    wide = ("player",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("until_on") and not data.get("is_loan"):
            self.add_error("until_on", "A man who is sold does not come back: empty this day.")
        return data


class InForm(MoveForm):
    """A man from anywhere in the data, by his name; who is meant is asked where several are."""

    player = forms.CharField(
        label="Who",
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "Any player here"}
        ),
    )
    chosen = forms.ChoiceField(label="Which of them", required=False)
    standing = forms.ChoiceField(
        required=False,
        choices=[("", "As at his own club"), *STANDING_CHOICES],
        label="Standing here",
    )
    is_loan = HowField("Signed")
    until_on = DayField(label="Until", required=False, help_text="Contract or loan; may be empty.")
    field_order = ["player", "chosen", "is_loan", "standing", "on", "until_on"]
    kind = Kind.IN.value
    button = "Bring him in"
    wide = ("player", "chosen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["player"].widget.attrs |= {
            "list": "in-players",
            "hx-get": reverse("transfers:scenario_players"),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": "#in-players",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        self.asks_which = bool(self.data.get("chosen"))
        self.player_choices.choices = self._found() if self.asks_which else []

    @property
    def player_choices(self) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields["chosen"])

    def _found(self) -> list[tuple[str, str]]:
        """Return whom the typed name may mean, as choices by their slugs."""
        text = finding.clean(self.data.get("player", ""))
        hits = [hit for hit in finding.find(text, self.today) if hit.kind == "player"]
        exact = [hit for hit in hits if fold(hit.name) == fold(text) or hit.slug == text]
        return [
            (hit.slug, " · ".join((hit.name, *hit.facts))) for hit in (exact or hits)[:MOST_FOUND]
        ]

    def clean_player(self) -> Any:
        """Leave the name as it was typed; `clean` finds out whom it means."""
        return finding.clean(self.cleaned_data["player"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        text, chosen = data.get("player"), data.pop("chosen", "")
        if not text or "chosen" in self.errors:
            return data
        found = [chosen] if chosen else [slug for slug, _ in self._found()]
        if len(found) == 1:
            data["player"] = self.player_of(found[0])
        elif found:
            self.asks_which = True
            self.player_choices.choices = self._found()
            self.add_error("chosen", f"{len(found)} men may be meant: choose one.")
        else:
            close = [hit.name for hit in finding.close_names(text) if hit.kind == "player"]
            hint = f" Did you mean {close[0]}?" if close else ""
            self.add_error("player", f"Nobody here is called “{text}”.{hint}")
        return data

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        fields = super().shown_fields
        return [field for field in fields if field.name != "chosen" or self.asks_which]

    @property
    def move(self) -> dict[str, Any]:
        """Return the move's fields, with the club he comes from where that is known."""
        contracts = self.cleaned_data["player"].contracts.covering(self.today)
        here = contracts.select_related("club").order_by("kind").first()
        return super().move | {"club": here.club if here else None}


class NewForm(MoveForm):
    """A man who does not exist yet."""

    position = forms.ChoiceField(choices=[("", "Choose a position"), *POSITION_CHOICES])
    name = forms.CharField(
        max_length=80, required=False, widget=forms.TextInput(attrs={"placeholder": "New …"})
    )
    aptitude = forms.ChoiceField(
        label="Fit",
        choices=[(a.value, a.value.capitalize()) for a in Aptitude],
        initial=Aptitude.NATURAL.value,
    )
    standing = forms.ChoiceField(choices=STANDING_CHOICES)
    born_on = DayField(label="Born on", required=False)
    until_on = DayField(label="Until", required=False)
    field_order = ["position", "name", "aptitude", "standing", "on", "until_on", "born_on"]
    kind = Kind.IN.value
    button = "Make him up"

    @property
    def move(self) -> dict[str, Any]:
        made = super().move
        position = POSITION_NAMES[Position(made["position"])].lower()
        return made | {"name": made["name"] or f"New {position}"}


class AbsenceForm(MoveForm):
    player = forms.ChoiceField(label="Who")
    until_on = DayField(label="Last day out", required=False, help_text="Empty: no return.")
    note = forms.CharField(
        label="Reason",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "injury"}),
    )
    field_order = ["player", "on", "until_on", "note"]
    kind = Kind.ABSENCE.value
    button = "Suppose him absent"
    wide = ("player", "note")


class ExtensionForm(MoveForm):
    player = forms.ChoiceField(label="Who")
    until_on = DayField(label="New last day")
    on = None  # type: ignore[assignment]
    kind = Kind.EXTENSION.value
    button = "Extend his contract"
    wide = ("player",)

    @property
    def move(self) -> dict[str, Any]:
        return super().move | {"on": self.today}

    def clean_until_on(self) -> dt.date:
        until_on: dt.date = self.cleaned_data["until_on"]
        if until_on <= self.today:
            raise forms.ValidationError("That day is past: choose a later one.")
        return until_on


class FormationForm(ScenarioForm):
    formation = forms.ChoiceField(
        required=False, widget=forms.Select(attrs={"data-submits": "empty"})
    )
    button = "Show"

    def now(self, scenario: Scenario) -> dict[str, Any]:
        return {"formation": scenario.formation.name if scenario.formation else ""}

    def clean_formation(self) -> Formation | None:
        name = self.cleaned_data["formation"]
        return Formation.objects.get(name=name) if name else None


class DescriptionForm(ScenarioForm):
    name = forms.CharField(max_length=80)
    note = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    wide = ("name", "note")

    def now(self, scenario: Scenario) -> dict[str, Any]:
        return {"name": scenario.name, "note": scenario.note}


class LinksField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """Tell a link with its kind and stage."""
        return f"{obj}, {obj.get_kind_display().lower()} ({obj.get_stage_display().lower()})"

    def clean(self, value: Any) -> Any:
        """Refuse numbers that no database holds, besides what Django refuses."""
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)


class NewScenarioForm(forms.Form):
    """A new scenario of a club: its name, links to start from, and a man who comes in."""

    name = forms.CharField(
        max_length=80,
        required=False,
        help_text="Empty: after the links, “Gomez to Milan”, or “Do nothing”.",
    )
    links = LinksField(
        queryset=Link.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    player = forms.ModelChoiceField(
        queryset=Player.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Nobody here is called that any more."},
    )

    def __init__(self, *args: Any, club: Club, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages |= TEXT_WORDS
        links = cast("forms.ModelMultipleChoiceField[Link]", self.fields["links"])
        links.queryset = Link.objects.of_club(club).alive().for_lists()
        links.error_messages |= dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"], "One of these links has ended: choose anew."
        )


FORMS: dict[str, type[ScenarioForm]] = {
    "out": OutForm,
    "in": InForm,
    "new": NewForm,
    "absence": AbsenceForm,
    "extension": ExtensionForm,
    "formation": FormationForm,
    "description": DescriptionForm,
}

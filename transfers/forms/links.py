"""The forms on links: a new one, its stage, its news, what it waits for, and that it is done."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.db.models import Q

from squads.day import current_day
from squads.finding import MAX_LETTERS, clean, players_named
from squads.forms.base import DayField, EditForm
from squads.models import Club, Contract, Player
from squads.models.clubs import POSITION_CHOICES
from squads.models.contracts import STANDING_CHOICES
from squads.wording import full_day
from transfers.models import Link, Window
from transfers.models.windows import WindowQuerySet
from transfers.moves.stages import LADDER

Kind, Stage = Link.Kind, Link.Stage
MOST_MATCHES = 8
MOST_MILLIONS = 500
MILLIONS = f"Write millions, from 0 to {MOST_MILLIONS}."
WHOLE = 1_000_000
LONGEST = dt.timedelta(days=12 * 365)
CURRENCIES = dict.fromkeys(["England", "Scotland", "Wales"], Link.Currency.GBP)
NONE_OF_THE_LIST = {"invalid_choice": "Choose one from the list."}


class FeeField(forms.DecimalField):
    """A fee in millions: "35", "62.5"; cleaned to whole units, None where it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"})
        super().__init__(
            min_value=0, max_value=MOST_MILLIONS, max_digits=9, decimal_places=6, widget=widget,
            required=False, **kwargs,
        )  # fmt: skip
        self.error_messages["invalid"] = MILLIONS

    def run_validators(self, value: Any) -> None:
        """Say once what is wanted, of however many rules a number falls foul."""
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(MILLIONS) from error

    def clean(self, value: Any) -> Any:
        millions = super().clean(value)
        return None if millions is None else int(millions * WHOLE)

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored in millions; what was typed stays as it is."""
        if not isinstance(value, int):
            return value
        whole, rest = divmod(value, WHOLE)
        return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


class FactsForm(EditForm):
    """What is known of a link besides its stage."""

    kind = forms.ChoiceField(choices=Kind.choices)
    fee = FeeField(label="Fee (millions)", help_text="Empty: not known. 0: none.")
    option_fee = FeeField(label="Option (millions)", help_text="Of a loan with an option.")
    currency = forms.ChoiceField(choices=Link.Currency.choices)
    window = forms.ModelChoiceField(
        Window.objects.none(),
        required=False,
        empty_label="the buyer’s next",
        error_messages=NONE_OF_THE_LIST,
    )
    until_on = DayField(
        label="New contract to",
        required=False,
        help_text="Or the loan’s last day. Empty: not known.",
    )
    note = forms.CharField(max_length=300, required=False)
    wide = ("note", "player")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(Window.objects.all())

    def offer(self, windows: WindowQuerySet) -> None:
        """Let these windows be chosen, the last one first."""
        field: Any = self.fields["window"]
        field.queryset = windows.in_order().order_by("-opens_at", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("option_fee") is not None and data.get("kind") != Kind.LOAN_OPTION:
            self.add_error("option_fee", "Only a loan with an option has one.")
        return data

    def clean_until_on(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["until_on"]
        if until and until > current_day() + LONGEST:
            raise forms.ValidationError(f"{full_day(until)} is too far off. Check the year.")
        return until


class LinkAddForm(FactsForm):
    """A new link. The man is named, or found by any part of his name.

    matches: those who could be meant, where more than one could.
    """

    player = forms.CharField(
        max_length=MAX_LETTERS,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "any part of his name",
            }
        ),
    )
    from_club = forms.ModelChoiceField(
        Club.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        label="From",
        empty_label="where he is under contract",
        error_messages=NONE_OF_THE_LIST,
    )
    to_club = forms.ModelChoiceField(
        Club.objects.order_by("name"),
        to_field_name="slug",
        label="To",
        error_messages=NONE_OF_THE_LIST | {"required": "Choose the club that wants him."},
    )
    stage = forms.ChoiceField(choices=[(stage.value, stage.label) for stage in LADDER])
    stage_on = DayField(label="Since")
    field_order = [
        "player", "from_club", "to_club", "kind", "stage", "stage_on", "fee", "currency",
        "option_fee", "window", "until_on", "note",
    ]  # fmt: skip
    matches: Sequence["Match"] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["player"].error_messages["required"] = "Whom is it about?"
        currency: Any = self.fields["currency"]
        currency.required = False
        currency.choices = [("", "the seller’s"), *Link.Currency.choices]
        own = [name for name in self.field_order if name in self.fields]
        self.order_fields([*own, *(name for name in self.fields if name not in own)])

    def clean_player(self) -> Player | None:
        """Return the man of this slug or name; where several are meant, offer them."""
        typed = clean(self.cleaned_data["player"])
        known = Player.objects.filter(slug=typed).first()
        if known:
            return known
        found = list(players_named(typed).order_by("known_as", "slug")[: MOST_MATCHES + 1])
        if len(found) == 1:
            return found[0]
        self.matches = matches_of(found[:MOST_MATCHES], current_day())
        if not found:
            raise forms.ValidationError("Nobody here is called that.")
        more = ", or type more of his name" if len(found) > MOST_MATCHES else ""
        raise forms.ValidationError(f"Choose which of these men is meant{more}.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        player, day = data.get("player"), data.get("stage_on") or current_day()
        if player and not data.get("from_club") and "from_club" not in self.errors:
            data["from_club"] = club_of_contract(player, day)
            if data["from_club"] is None:
                self.add_error("from_club", "No club has ever had him under contract: choose one.")
        if data.get("from_club") and not data.get("currency"):
            data["currency"] = currency_of(data["from_club"])
        if data.get("window") and data.get("to_club"):
            self._check_window(data["window"], data["to_club"])
        return data

    def _check_window(self, window: Window, buyer: Club) -> None:
        """Refuse a window in which the buyer does not sign, where any of his is on file."""
        if window not in (own := list(Window.objects.of_club(buyer))) and own:
            text = f"{buyer} do not sign in it: choose one of {buyer.competition}’s."
            self.add_error("window", text)


def currency_of(club: Club) -> str:
    """Return the currency in which a club is likely to sell."""
    return CURRENCIES.get(club.country, Link.Currency.EUR).value


def club_of_contract(player: Player, on: dt.date) -> Club | None:
    """Return who has him under contract on a day, else who had him last."""
    stays = Contract.objects.permanent().filter(player=player).select_related("club")
    contract = stays.covering(on).first() or stays.order_by("-starts_on").first()
    return contract.club if contract else None


class Match(NamedTuple):
    """A man who could be meant. club: who has him under contract, None if nobody."""

    slug: str
    name: str
    club: Club | None
    born_on: dt.date | None


def matches_of(men: Sequence[Player], on: dt.date) -> list[Match]:
    """Return men with what tells them apart, as of a day. One query."""
    stays = Contract.objects.permanent().filter(player__in=men).covering(on)
    clubs = {stay.player_id: stay.club for stay in stays.select_related("club")}
    return [Match(man.slug, man.known_as, clubs.get(man.pk), man.born_on) for man in men]


class VersionedForm(EditForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class LinkEditForm(FactsForm):
    """A change of a link as it was when the form was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    compared = ("kind", "fee", "option_fee", "currency", "window", "until_on", "note")

    def __init__(self, *args: Any, link: Link, **kwargs: Any) -> None:
        """Offer the windows in which the buyer signs, and the link's own; all if none is known."""
        super().__init__(*args, **kwargs)
        buyers = Window.objects.of_club(link.to_club)
        if buyers.exists():
            own = Q(pk=link.window_id)
            self.offer(Window.objects.filter(own | Q(pk__in=buyers.order_by().values("pk"))))


class StageForm(VersionedForm):
    """A move to a stage that may follow; without a day it is the site's."""

    stage = forms.ChoiceField()
    on = DayField(label="On", required=False)
    note = forms.CharField(max_length=300, required=False)
    compared = ("stage",)
    wide = ("note",)

    def __init__(self, *args: Any, stages: Iterable[Link.Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        # Others are refused with the reason, which a list of those that may follow cannot say.
        field.choices = Stage.choices if self.is_bound else [(s.value, s.label) for s in stages]


class CompleteForm(VersionedForm):
    """He has gone: from what day, until when, and what he is in the new squad."""

    on = DayField(label="First day there")
    until = DayField(label="Contract to", required=False)
    standing = forms.ChoiceField(
        choices=[("", "by age and minutes"), *STANDING_CHOICES], required=False
    )
    note = forms.CharField(max_length=300, required=False)
    wide = ("note",)

    def __init__(self, *args: Any, link: Link, why_on: str = "", **kwargs: Any) -> None:
        """why_on: why the first day is not today, if it is not."""
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = why_on
        if link.is_loan:
            self.fields["until"].label = "Loan to"
        if link.kind == Kind.PRE_CONTRACT:
            self.fields["on"].label = "Signed on"


class NewsForm(EditForm):
    """News of a link; the address is what it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].required = True
        self.fields["link"].error_messages["required"] = "Paste the link to the news."
        self.order_fields(["link", "source", "headline", "published_on"])


if TYPE_CHECKING:
    LinkChoices = forms.ModelChoiceField[Link]
else:
    LinkChoices = forms.ModelChoiceField


class LinkChoiceField(LinkChoices):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.get_stage_display().lower()})"


class ConditionForm(EditForm):
    """What it waits for: a man for a position, or another link."""

    position = forms.ChoiceField(
        label="The seller signs a man at", choices=[("", "–"), *POSITION_CHOICES], required=False
    )
    other = LinkChoiceField(
        Link.objects.none(), label="Or another transfer", required=False, empty_label="–",
        error_messages=NONE_OF_THE_LIST,
    )  # fmt: skip
    note = forms.CharField(max_length=200, required=False)
    wide = ("other", "note")

    def __init__(self, *args: Any, of: Link, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        others = Link.objects.for_lists().alive().exclude(pk=of.pk)
        field.queryset = others.order_by("player__known_as", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("position")) == bool(data.get("other")) and "other" not in self.errors:
            self.add_error("position", "Choose a position or another transfer, one of them.")
        return data

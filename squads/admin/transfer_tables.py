"""Clubs, players, contracts and injuries as tables: one line a row, keyed by slugs, ISO days."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.html import conditional_escape, format_html
from import_export import resources
from import_export.fields import Field
from import_export.widgets import Widget

from squads.admin import log
from squads.admin.base import by_hand, clubs_naming, clubs_of_players
from squads.feeds.lines import part_of
from squads.models import Club, Competition, Contract, Formation, Injury, Player

Row = Mapping[str, Any]


class Text(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value).strip()


class Whole(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = "" if value is None else str(value).strip().removesuffix(".0")
        if not text:
            return None
        if not text.isdecimal():
            raise ValueError(f"“{text}” is not a whole number.")
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if kwargs.get("force_native_type") else super().render(value)


class Day(Widget):
    """A day like 2025-09-30, or a spreadsheet's own date."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is not a day. Write one like 2025-09-30.") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else value.isoformat()


class Named(Widget):
    """Another row by its slug or name; each is looked up once in a file."""

    def __init__(self, model: type[models.Model], key: str = "slug") -> None:
        super().__init__()
        self.model, self.key = model, key
        self.known: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if text not in self.known:
            rows = self.model._default_manager.filter(**{self.key: text})
            self.known[text] = rows.first()
        if self.known[text] is None:
            name = self.model._meta.verbose_name
            raise ValueError(f"There is no {name} with the {self.key} “{text}”.")
        return self.known[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, self.key))


class LentBy(Named):
    """For a loan: the permanent contract it hangs on, by the slug of the club that lends."""

    def __init__(self) -> None:
        super().__init__(Club)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Contract | None:
        club = super().clean(value)
        if club is None:
            return None
        starts_on = Day().clean(row.get("starts_on"))
        his = Contract.objects.permanent().filter(club=club)
        his = his.filter(player__slug=Text().clean(row.get("player")))
        found = his.covering(starts_on).first() if starts_on else None
        if found is None:
            raise ValueError(f"He has no permanent contract at “{club.slug}” on the first day.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value.club.slug)


class Difference:
    """What a line does to a row, cell by cell, in markup without inline style."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.resource, self.new = resource, new
        self.before = self._cells(instance)
        self.after: list[str] = []

    def _cells(self, instance: Any) -> list[str]:
        fields = self.resource.get_import_fields()
        return ["" if instance is None else str(field.export(instance)) for field in fields]

    def compare_with(self, resource: Any, instance: Any) -> None:
        self.after = self._cells(instance)

    def as_html(self) -> list[str]:
        pairs = zip(self.before, self.after, strict=True)
        return [self._cell(was, now) for was, now in pairs]

    def _cell(self, was: str, now: str) -> str:
        if was == now and not self.new:
            return conditional_escape(now)
        gone = format_html("<del>{}</del> ", was) if was and not self.new else ""
        return format_html("{}{}", gone, format_html("<ins>{}</ins>", now) if now else "")


class TableResource(resources.ModelResource):
    """Read a table line by line through the model's own checks; what is wrong has its column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines: dict[tuple[Any, ...], int] = {}
        self.noted_clubs: set[int] = set()

    @classmethod
    def get_diff_class(cls) -> type[Difference]:
        return Difference

    def clubs_of(self, row: Any) -> Any:
        raise NotImplementedError

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a table with columns nobody would read, or without those that name the row."""
        known = [field.column_name for field in self.get_import_fields()]
        headers = [str(header or "").strip() for header in dataset.headers or []]
        dataset.headers = headers
        strange = [header or "(empty)" for header in headers if header not in known]
        if strange:
            raise ValueError(
                f"Unknown column: {', '.join(strange)}. Known are: {', '.join(known)}."
            )
        missing = [key for key in self.get_import_id_fields() if key not in headers]
        if missing:
            raise ValueError(f"Missing column: {', '.join(missing)}.")

    def get_instance(self, instance_loader: Any, row: Row) -> Any:
        """Return the row that a line is about, None for a new one or where its key is bad."""
        try:
            cleaned = {key: self.fields[key].clean(row) for key in self.get_import_id_fields()}
        except ValueError:
            return None  # import_instance says so at its column
        found = list(self.get_queryset().filter(**cleaned)[:2])
        if len(found) > 1:
            raise ValidationError("Several stored rows have this key; edit them by hand.")
        return found[0] if found else None

    def before_import_row(self, row: Row, **kwargs: Any) -> None:
        key = tuple(str(row.get(name)).strip() for name in self.get_import_id_fields())
        line = kwargs["row_number"] + 1
        first = self.lines.setdefault(key, line)
        if first != line:
            raise ValidationError(f"Line {first} is about the same row.")

    def before_save_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        instance.stored_before = None
        by_hand(instance)
        if instance.pk:
            stored = type(instance)._default_manager.select_for_update().get(pk=instance.pk)
            instance.stored_before = stored
            self.noted_clubs.update(self.clubs_of(stored).values_list("pk", flat=True))
        if hasattr(instance, "version") and not isinstance(instance, Club):
            instance.version = stored.version + 1 if instance.pk else 1

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        try:
            with transaction.atomic():
                instance.save(force_insert=is_create)
        except IntegrityError as error:
            raise ValidationError("It contradicts what is stored.") from error

    def after_save_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        self.noted_clubs.update(self.clubs_of(instance).values_list("pk", flat=True))
        log.saved(instance.stored_before, instance, by=kwargs.get("user"), source="imported table")


def text(name: str) -> Field:
    return Field(name, name, Text())


def whole(name: str) -> Field:
    return Field(name, name, Whole())


def day(name: str) -> Field:
    return Field(name, name, Day())


class Checked:
    """Options of every table: unchanged rows are left alone, others pass full_clean."""

    skip_unchanged = True
    report_skipped = True
    clean_model_instances = True


class ClubResource(TableResource):
    slug = text("slug")
    name = text("name")
    short_name = text("short_name")
    country = text("country")
    competition = Field("competition", "competition", Named(Competition))
    formation = Field("formation", "formation", Named(Formation, "name"))
    head_coach = text("head_coach")
    colour = text("colour")
    second_colour = text("second_colour")

    class Meta(Checked):
        model = Club
        import_id_fields = ["slug"]
        fields = [
            "slug", "name", "short_name", "country", "competition", "formation", "head_coach",
            "colour", "second_colour",
        ]  # fmt: skip

    def clubs_of(self, row: Club) -> Any:
        return clubs_naming(Club.objects.filter(pk=row.pk))


class PlayerResource(TableResource):
    slug = text("slug")
    full_name = text("full_name")
    known_as = text("known_as")
    short_name = text("short_name")
    born_on = day("born_on")
    nationality = text("nationality")
    foot = text("foot")
    height_cm = whole("height_cm")

    class Meta(Checked):
        model = Player
        import_id_fields = ["slug"]
        fields = [
            "slug", "full_name", "known_as", "short_name", "born_on", "nationality", "foot",
            "height_cm",
        ]  # fmt: skip

    def clubs_of(self, row: Player) -> Any:
        return clubs_of_players(Player.objects.filter(pk=row.pk))


class ContractResource(TableResource):
    player = Field("player", "player", Named(Player))
    club = Field("club", "club", Named(Club))
    kind = text("kind")
    starts_on = day("starts_on")
    ends_on = day("ends_on")
    parent = Field("parent", "lent_by", LentBy())
    squad_number = whole("squad_number")
    standing = text("standing")
    note = text("note")

    class Meta(Checked):
        model = Contract
        import_id_fields = ["player", "club", "kind", "starts_on"]
        fields = [
            "player", "club", "kind", "starts_on", "ends_on", "parent", "squad_number",
            "standing", "note",
        ]  # fmt: skip

    def clubs_of(self, row: Contract) -> Any:
        return clubs_of_players(Player.objects.filter(pk=row.player_id))


class InjuryResource(TableResource):
    player = Field("player", "player", Named(Player))
    kind = text("kind")
    diagnosis = text("diagnosis")
    body_part = text("body_part")
    began_on = day("began_on")
    expected_from = day("expected_from")
    expected_until = day("expected_until")
    returned_on = day("returned_on")
    chance = whole("chance")
    reported_on = day("reported_on")
    source = text("source")
    note = text("note")

    class Meta(Checked):
        model = Injury
        import_id_fields = ["player", "began_on"]
        fields = [
            "player", "kind", "diagnosis", "body_part", "began_on", "expected_from",
            "expected_until", "returned_on", "chance", "reported_on", "source", "note",
        ]  # fmt: skip

    def before_save_instance(self, instance: Injury, row: Row, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        instance.body_part = instance.body_part or part_of(instance.diagnosis)

    def clubs_of(self, row: Injury) -> Any:
        return clubs_of_players(Player.objects.filter(pk=row.player_id))

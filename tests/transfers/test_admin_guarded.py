"""Every form of the admin, and every row in it: what another writes meanwhile is never lost."""

import datetime as dt
import json
from contextlib import suppress

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import _get_foreign_key
from django.urls import reverse

from squads.admin.base import ReadOnly
from squads.models import Club, Formation, Player
from tests.factories import make_formation
from tests.squads.admin_pages import fields_of
from tests.transfers.admin_rows import make_rows
from transfers.models import Link

pytestmark = pytest.mark.slow  # every form of the admin

CONFLICT = "changed this after you opened it"
PAGES = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
LOOKED_AT = [m for m, page in PAGES if isinstance(page, ReadOnly) or m._meta.app_label == "axes"]
WRITTEN = [model for model, page in PAGES if model not in LOOKED_AT]
INLINES = [
    (model, inline)
    for model in WRITTEN
    for inline in admin.site._registry[model].inlines
    if not issubclass(inline, ReadOnly)
]
# What can be typed into the page of a row and saved.
TYPED = {
    Club: ("head_coach", "Somebody Else"),
    Formation: ("name", "5-2-3"),
    Link: ("note", "Somebody else"),
    Player: ("nationality", "Atlantis"),
}
NAMES = {model: model._meta.label for model, _ in PAGES}
each_page = pytest.mark.parametrize("model", WRITTEN, ids=NAMES.get)
each_inline = pytest.mark.parametrize(
    ("model", "inline"), INLINES, ids=lambda value: NAMES.get(value) or value.__name__
)


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup, django_db_blocker):
    """Two of everything, made once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rows(2)
        make_formation()
        yield
        transaction.set_rollback(True)


def address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(visitor, row):
    answer = visitor.get(address(row))
    assert answer.status_code == 200
    return fields_of(answer.text)


def sent(visitor, row, data):
    return visitor.post(address(row), data | {"_save": "Save"})


def first_of(model):
    """A row that has rows of its own, where there are any."""
    return (
        make_formation() if model is Formation else model._default_manager.order_by("pk").first()
    )


def stored(row):
    return type(row)._default_manager.values().get(pk=row.pk)


def shown_in(data, prefix=""):
    """The names of the fields that a form guards."""
    return [name for name in json.loads(data[f"{prefix}seen"]) if name != "version"]


def another(field, value):
    """A value that a field may hold, and does not."""
    if field.choices:
        return next((one for one, _ in field.flatchoices if one not in (value, "", None)), None)
    if field.model is Formation:
        return f"{value} wide"
    match field:
        case models.ForeignKey():
            others = field.related_model._default_manager.exclude(pk=value)
            return others.order_by("pk").values_list("pk", flat=True).first()
        case models.BooleanField():
            return not value
        case models.DateTimeField():
            return (value or dt.datetime(2025, 9, 30, 10, tzinfo=dt.UTC)) + dt.timedelta(hours=1)
        case models.DateField():
            return (value or dt.date(2025, 9, 30)) + dt.timedelta(days=1)
        case models.IntegerField() | models.DecimalField():
            return (value or 0) + 1
        case models.CharField() | models.TextField():
            return f"{value[:-1]}{'x' if not value.endswith('x') else 'y'}"
    return None


def columns(row, names):
    """Those of the fields that are columns; plain ones first, what hangs on others last."""
    found = [row._meta.get_field(name) for name in names]
    found = [field for field in found if not field.many_to_many]
    return sorted(found, key=lambda field: (field.is_relation, bool(field.choices)))


def change_behind(row, names):
    """Another writes the row, by no form, with what a form would take; return the field."""
    for field in columns(row, names):
        was = getattr(row, field.attname)
        if (value := another(field, was)) is None:
            continue
        setattr(row, field.attname, value)
        with suppress(ValidationError):
            row.full_clean()
            type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: value})
            return field.name
        setattr(row, field.attname, was)
    raise AssertionError(f"{row} has nothing to change")


def type_in(row, names, data, prefix="", but=""):
    """What is typed into a field of the row: its name in the form, and the text.

    but: the field that another has changed; only where there is no other it is that.
    """
    for field in sorted(columns(row, names), key=lambda field: field.name == but):
        if f"{prefix}{field.name}" in data:
            value = another(field, getattr(row, field.attname))
            if value is not None and not isinstance(value, bool):
                return f"{prefix}{field.name}", str(value)
    raise AssertionError(f"{row} has nothing to type in")


def row_of(model, inline):
    """A row of an inline, and the row whose page it is on."""
    link = _get_foreign_key(model, inline.model, inline.fk_name)
    row = inline.model._default_manager.order_by("pk").first()
    return row, getattr(row, link.name)


def prefix_of(data, row):
    """How the fields of a row begin on its parent's page."""
    ends = [
        name.removesuffix("id")
        for name, value in data.items()
        if name.endswith("-id") and value == str(row.pk)
    ]
    prefixes = [end for end in ends if belongs(data, end, row)]
    assert len(prefixes) == 1, ends
    return prefixes[0]


def belongs(data, prefix, row):
    fields = {field.name for field in row._meta.get_fields()}
    return f"{prefix}seen" in data and set(shown_in(data, prefix)) <= fields


# Pages


@pytest.mark.parametrize("model", LOOKED_AT, ids=NAMES.get)
def test_who_only_looks_sends_nothing(admin_client, model):
    data = opened(admin_client, first_of(model))
    hidden = ("csrfmiddlewaretoken", "_FORMS", "-id", "_initial")
    ids = {name for name in data if name.split("-")[-1] in {"id", "outlook", "scenario"}}
    assert [n for n in data if n not in ids and not n.endswith(hidden) and "FORMS" not in n] == []


@each_page
def test_a_page_says_that_another_has_changed_its_row(admin_client, model):
    row = first_of(model)
    data = opened(admin_client, row)
    names = shown_in(data)
    theirs = change_behind(row, names)
    kept = stored(row)
    name, text = type_in(row, names, data, but=theirs)
    answer = sent(admin_client, row, data | {name: text})
    assert CONFLICT in answer.text
    assert stored(row) == kept
    assert fields_of(answer.text)[name] == text


@each_page
def test_a_page_shows_what_another_has_written(admin_client, model):
    row = first_of(model)
    data = opened(admin_client, row)
    names = shown_in(data)
    theirs = change_behind(row, names)
    name, text = type_in(row, names, data, but=theirs)
    again = fields_of(sent(admin_client, row, data | {name: text}).text)
    fresh = opened(admin_client, row)
    assert {n: v for n, v in again.items() if n not in (name, "csrfmiddlewaretoken")} == {
        n: v for n, v in fresh.items() if n not in (name, "csrfmiddlewaretoken")
    }


@each_page
def test_a_page_nobody_typed_in_overwrites_nothing(admin_client, model):
    row = first_of(model)
    data = opened(admin_client, row)
    change_behind(row, shown_in(data))
    kept = stored(row)
    sent(admin_client, row, data)
    counted = {"version", "by_hand", "last_login", "loaded_at"}
    assert {n: v for n, v in stored(row).items() if n not in counted} == {
        n: v for n, v in kept.items() if n not in counted
    }


@each_page
def test_a_page_that_does_not_say_what_it_showed_is_refused(admin_client, model):
    row = first_of(model)
    data = opened(admin_client, row)
    name, text = type_in(row, shown_in(data), data)
    kept = stored(row)
    assert CONFLICT in sent(admin_client, row, data | {name: text, "seen": ""}).text
    assert stored(row) == kept


@pytest.mark.parametrize(
    ("model", "field"), [(Group, "permissions"), (User, "groups"), (User, "user_permissions")]
)
def test_a_list_that_another_has_changed_is_kept(admin_client, model, field):
    row = first_of(model)
    data = opened(admin_client, row)
    others = (Group if field == "groups" else Permission)._default_manager
    other = others.exclude(pk__in=getattr(row, field).all()).order_by("pk").last()
    getattr(row, field).add(other)
    typed = "name" if model is Group else "first_name"
    answer = sent(admin_client, row, data | {typed: "Somebody"})
    assert CONFLICT in answer.text
    assert str(other.pk) in fields_of(answer.text)[field]
    assert other in getattr(row, field).all()


# Rows inside pages


@each_inline
def test_a_row_says_that_another_has_changed_it(admin_client, model, inline):
    row, parent = row_of(model, inline)
    data = opened(admin_client, parent)
    prefix = prefix_of(data, row)
    names = shown_in(data, prefix)
    theirs = change_behind(row, names)
    kept = stored(row)
    name, text = type_in(row, names, data, prefix, but=theirs)
    answer = sent(admin_client, parent, data | {name: text})
    assert CONFLICT in answer.text
    assert stored(row) == kept
    assert fields_of(answer.text)[name] == text


@each_inline
def test_a_row_nobody_typed_in_stays_as_another_wrote_it(admin_client, model, inline):
    row, parent = row_of(model, inline)
    data = opened(admin_client, parent)
    change_behind(row, shown_in(data, prefix_of(data, row)))
    kept = stored(row)
    name, text = TYPED[model]
    answer = sent(admin_client, parent, data | {name: text})
    assert answer.status_code == 302
    assert stored(row) == kept
    assert stored(parent)[name] == text


@each_inline
def test_a_row_that_another_has_removed_stays_removed(admin_client, model, inline):
    row, parent = row_of(model, inline)
    data = opened(admin_client, parent)
    row.delete()
    name, text = TYPED[model]
    assert sent(admin_client, parent, data | {name: text}).status_code == 302
    assert not inline.model._default_manager.filter(pk=row.pk).exists()


@each_inline
def test_what_was_typed_in_a_row_that_is_no_more_is_kept(admin_client, model, inline):
    row, parent = row_of(model, inline)
    data = opened(admin_client, parent)
    prefix = prefix_of(data, row)
    name, text = type_in(row, shown_in(data, prefix), data, prefix)
    theirs = inline.model._default_manager.filter(pk=row.pk)
    theirs.delete()
    count = inline.model._default_manager.count()
    answer = sent(admin_client, parent, data | {name: text})
    assert "removed this after you opened it" in answer.text
    assert text in fields_of(answer.text).values()
    assert inline.model._default_manager.count() == count


@each_inline
def test_a_row_that_another_has_changed_is_not_removed(admin_client, model, inline):
    row, parent = row_of(model, inline)
    data = opened(admin_client, parent)
    prefix = prefix_of(data, row)
    change_behind(row, shown_in(data, prefix))
    kept = stored(row)
    answer = sent(admin_client, parent, data | {f"{prefix}DELETE": "on"})
    assert CONFLICT in answer.text
    assert stored(row) == kept
    again = fields_of(answer.text)
    assert f"{prefix}DELETE" not in again
    assert sent(admin_client, parent, again | {f"{prefix}DELETE": "on"}).status_code == 302
    assert not inline.model._default_manager.filter(pk=row.pk).exists()

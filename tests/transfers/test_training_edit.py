"""Editors say where a man was trained, on the page and in the admin."""

import pytest
from django.urls import reverse

from squads.models import Change, Club
from squads.moves.log import Refused, Stale
from tests.factories import make_club, make_contract, make_player, make_user
from tests.squads.admin_pages import fields_of
from tests.transfers.factories import make_rule, make_training
from transfers.models import RegistrationRule, Training
from transfers.moves.training import rows_of, set_training, training_words, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def club():
    return make_club("Reds")


@pytest.fixture
def man(club):
    return make_player("Curtis", club=club)


def address(club, man):
    return reverse("transfers:training_edit", args=[club.slug, man.slug])


def send(visitor, club, man, **fields):
    return visitor.post(address(club, man), {"version": version_of(list(rows_of(man)))} | fields)


def known(man):
    return {(row.association, row.club and row.club.name) for row in Training.objects.all()}


def say(man, club, *associations, at_club=False, **fields):
    return set_training(
        man, club, by=fields.pop("by", None) or make_user(), associations=associations,
        at_club=at_club, **fields,
    )  # fmt: skip


# The move


def test_training_at_the_club_is_training_in_its_country(man, club):
    say(man, club, at_club=True)
    assert known(man) == {("England", "Reds")}


def test_what_is_known_of_another_club_stays_as_long_as_its_country_does(man, club):
    make_training(man, "England", club=make_club("Blues"))
    say(man, club, "England", "Wales")
    assert known(man) == {("England", "Blues"), ("Wales", None)}
    say(man, club, "Wales")
    assert known(man) == {("Wales", None)}


def test_no_longer_trained_at_the_club_is_trained_in_the_country_still(man, club):
    make_training(man, "England", club=club)
    say(man, club, "England")
    assert known(man) == {("England", None)}


def test_no_country_at_all_makes_it_unknown_again(man, club):
    make_training(man)
    assert say(man, club).text == "training taken back: not known"
    assert not Training.objects.exists()


def test_training_at_a_club_without_a_country_is_refused_at_its_box(editor, man, club):
    Club.objects.update(country="")
    response = send(editor, club, man, at_club="on")
    assert response.status_code == 422
    assert "Nobody has entered the country of Reds." in response.text


def test_it_is_logged_and_gives_all_his_clubs_a_new_version(man, club):
    other = make_contract(player=man, starts_on="2020-07-01", ends_on="2023-06-30").club
    user = make_user()
    say(man, club, "France", at_club=True, by=user, source="The club")
    change = Change.objects.get()
    assert (change.kind, change.by, change.source) == ("other", user, "The club")
    assert change.text == "trained in England (Reds) and France"
    assert {c.version for c in Club.objects.filter(pk__in=[club.pk, other.pk])} == {2}
    assert Training.history.filter(history_user=user).count() == 2


def test_saying_what_stands_changes_nothing(man, club):
    make_training(man)
    with pytest.raises(Refused, match="stands already"):
        say(man, club, "England")
    assert not Change.objects.exists()


def test_whoever_has_not_seen_what_stands_is_refused(man, club):
    seen = version_of(list(rows_of(man)))
    say(man, club, "England")
    with pytest.raises(Stale):
        say(man, club, "France", version=seen)


# The form


def test_an_editor_says_it_on_the_page(editor, man, club):
    response = send(editor, club, man, associations=["England"], others="Ghana, england")
    assert response.status_code == 302 and known(man) == {("England", None), ("Ghana", None)}
    assert training_words(list(rows_of(man))) == "trained in England and Ghana"


def test_htmx_gets_the_event_that_lets_the_page_fetch_itself(editor, man, club):
    response = send(editor.htmx, club, man, at_club="on", at="training-curtis")
    assert "chart-changed" in response["HX-Trigger"] and known(man) == {("England", "Reds")}


def test_the_form_shows_what_stands(editor, man, club):
    make_training(man, "Iceland")
    make_training(man, "England", club=club)
    found = editor.htmx.get(address(club, man)).context["form"].initial
    assert (found["associations"], found["at_club"]) == (["England", "Iceland"], True)


@pytest.mark.parametrize("fields", [{"others": "x" * 61}, {"associations": ["Atlantis"]}, {}])
def test_what_makes_no_sense_is_refused_with_what_was_typed(editor, man, club, fields):
    assert send(editor.htmx, club, man, **fields).status_code == 422


def test_two_editors_do_not_overwrite_one_another(editor, man, club):
    fields = fields_of(editor.get(address(club, man)).text)
    say(man, club, "Spain")
    response = editor.htmx.post(address(club, man), fields | {"associations": ["England"]})
    assert response.status_code == 409 and "Somebody was faster" in response.text
    again = dict(response.context["conflict"].again)
    assert editor.post(address(club, man), again).status_code == 302
    assert known(man) == {("England", None)}


def test_only_editors_may(reader, analyst, man, club):
    for visitor, status in ((reader, 401), (analyst, 403)):
        assert send(visitor, club, man, associations=["England"]).status_code == status
    assert reader.htmx.post(address(club, man)).status_code == 401
    assert not Training.objects.exists()


# The admin


def test_a_rule_in_the_admin_gives_the_clubs_of_its_league_a_new_version(admin_client, club):
    rule = make_rule()
    url = reverse("admin:transfers_registrationrule_change", args=[rule.pk])
    data = fields_of(admin_client.get(url).text) | {"places": "10", "_save": "Save"}
    assert "only 10 places" in admin_client.post(url, data).text
    data |= {"most_not_homegrown": "5", "associations": " England,, Wales "}
    assert admin_client.post(url, data).status_code == 302
    assert RegistrationRule.objects.get().associations == "England, Wales"
    assert Club.objects.get(pk=club.pk).version == 2


def test_training_in_the_admin_is_told_in_the_log(admin_client, man, club):
    data = {"player": man.pk, "association": "England", "club": club.pk}
    url = reverse("admin:transfers_training_add")
    assert admin_client.post(url, data).status_code == 302
    assert Change.objects.get().text == "trained in England (Reds)"
    assert Club.objects.get(pk=club.pk).version == 2


def test_training_removed_in_the_admin_is_told_too(admin_client, man, club):
    row = make_training(man)
    url = reverse("admin:transfers_training_delete", args=[row.pk])
    admin_client.post(url, {"post": "yes"})
    assert Change.objects.get().text == "training not known"


def test_a_club_of_another_country_is_refused(admin_client, man, club):
    data = {"player": man.pk, "association": "France", "club": club.pk}
    refused = admin_client.post(reverse("admin:transfers_training_add"), data)
    assert "Reds trains for England" in refused.text


def test_editors_keep_training_in_the_admin_and_not_the_rules(editor, man):
    row, rule = make_training(man), make_rule()
    training = reverse("admin:transfers_training_change", args=[row.pk])
    assert editor.get(training).status_code == 200
    rules = reverse("admin:transfers_registrationrule_change", args=[rule.pk])
    assert editor.post(rules, {"places": "1"}).status_code == 403


def test_the_rule_of_the_next_season_is_made_from_this_one(admin_client):
    url = reverse("admin:transfers_registrationrule_change", args=[make_rule().pk])
    data = fields_of(admin_client.get(url).text) | {"season": "2026/27", "_saveasnew": "Save"}
    admin_client.post(url, data)
    assert {rule.season for rule in RegistrationRule.objects.all()} == {"2025/26", "2026/27"}

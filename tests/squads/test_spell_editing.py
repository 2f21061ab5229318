import datetime as dt

import pytest
from django.urls import reverse

from squads.models import Absence, Change, Injury
from tests.factories import make_absence, make_club, make_injury, make_loan, make_player

pytestmark = pytest.mark.django_db
LEONI = {
    "diagnosis": "ACL tear",
    "began_on": "2025-09-24",
    "expected_until": "2026-09-01",
    "kind": "injury",
    "source": "club site",
}
AT = {"at": "pitch-CB-leoni", "next": "/clubs/reds/?on=2025-09-26", "position": "CB"}


def make_leoni(**fields):
    club = make_club("Reds")
    return make_player("Leoni", club=club, natural="CB", **fields)


def add_url(kind="injury"):
    return reverse(f"squads:{kind}_add", args=["leoni"])


def change_url(name, spell):
    table = "injuries" if isinstance(spell, Injury) else "absences"
    args = [spell.pk] if name == "injury_doubt" else [table, spell.pk]
    return reverse(f"squads:{name}", args=args)


def test_an_injury_is_reported(editor):
    make_leoni()
    editor.post(add_url(), LEONI)
    assert Injury.objects.get().diagnosis == "ACL tear"


def test_the_editor_is_named_in_the_log(editor):
    make_leoni()
    editor.post(add_url(), LEONI)
    assert Change.objects.get().by == editor.user


def test_a_plain_browser_goes_back_to_its_page(editor):
    make_leoni()
    assert editor.post(add_url(), LEONI | AT).url == AT["next"]


def test_a_way_back_to_another_site_is_not_taken(editor):
    player = make_leoni()
    response = editor.post(add_url(), LEONI | {"next": "https://example.com/"})
    assert response.url == player.get_absolute_url()


def test_a_plain_browser_reads_the_message_on_its_page(editor):
    player = make_leoni()
    page = editor.post(add_url(), LEONI | {"next": player.get_absolute_url()}, follow=True)
    messages = [str(message) for message in page.context["messages"]]
    assert messages == ["Leoni: out, ACL tear, back 1 Sep 2026."]


def test_htmx_gets_the_message_beside_an_emptied_row(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | AT).text
    assert "Leoni: out, ACL tear, back 1 Sep 2026." in text
    assert text.strip().startswith('<div id="messages"')


def test_htmx_is_told_that_the_chart_has_changed(editor):
    make_leoni()
    assert "chart-changed" in editor.htmx.post(add_url(), LEONI | AT)["HX-Trigger"]


def test_htmx_is_told_where_the_focus_goes(editor):
    make_leoni()
    told = editor.htmx.post(add_url(), LEONI | AT)["HX-Trigger-After-Settle"]
    assert "edit-link-pitch-CB-leoni" in told


def test_the_message_offers_undo(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | AT).text
    assert reverse("squads:change_undo", args=[Change.objects.get().pk]) in text


def test_undo_goes_back_to_the_page_rather_than_to_the_form(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | AT).text
    assert f'name="next" value="{AT["next"]}"' in text


def test_the_first_day_out_is_the_day_of_the_chart(editor):
    make_leoni()
    assert 'value="2025-09-26"' in editor.get(add_url(), AT).text


def test_the_first_day_out_is_today_where_the_page_names_no_day(editor):
    make_leoni()
    assert 'value="2025-09-30"' in editor.get(add_url()).text


def test_a_form_opened_in_a_row_is_no_whole_page(editor):
    make_leoni()
    assert "<html" not in editor.htmx.get(add_url(), AT).text


def test_a_form_opened_in_a_row_posts_to_that_row(editor):
    make_leoni()
    assert 'hx-target="#edit-pitch-CB-leoni"' in editor.htmx.get(add_url(), AT).text


def test_a_row_s_key_that_is_none_is_dropped(editor):
    make_leoni()
    assert "onclick" not in editor.htmx.get(add_url(), {"at": 'x" onclick="y'}).text


def test_without_script_the_form_is_a_whole_page(editor):
    make_leoni()
    assert "<html" in editor.get(add_url(), AT).text


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("diagnosis", "", "Say what it is"),
        ("began_on", "yesterday", "Write a day like"),
        ("began_on", "1999-01-01", "He was born on 1 Jan 2000"),
        ("began_on", "2027-01-01", "more than a year ahead"),
        ("expected_until", "2025-09-01", "cannot be back before it began"),
        ("expected_until", "2035-09-01", "more than three years out"),
        ("expected_from", "2026-10-01", "latest day lies before the earliest"),
        ("chance", "3", "Write a chance between 5 and 95."),
        ("chance", "100", "Write a chance between 5 and 95."),
        ("chance", "likely", "Write a chance between 5 and 95."),
        ("began_on", "", "Write a day like"),
        ("kind", "plague", "Choose one from the list."),
        ("body_part", "soul", "Choose one from the list."),
        ("source", "x" * 121, "Write at most 120 characters."),
        ("line", "he is hurt", "This is not read"),
    ],
)
def test_nonsense_is_refused_at_its_field(editor, field, value, error):
    make_leoni()
    response = editor.htmx.post(add_url(), LEONI | AT | {field: value})
    assert (response.status_code, error in response.text) == (422, True)


def test_a_refused_form_keeps_what_was_typed(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | {"expected_until": "2025-09-01"}).text
    assert 'value="ACL tear"' in text


def test_an_error_is_tied_to_its_field(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | AT | {"began_on": "soon"}).text
    field = text[text.index('name="began_on"') :].split(">")[0]
    assert 'aria-describedby="pitch-CB-leoni-began_on_error"' in field


def test_the_sentence_about_an_error_has_the_id_its_field_names(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | AT | {"began_on": "soon"}).text
    assert 'id="pitch-CB-leoni-began_on_error"' in text


def test_the_focus_goes_to_the_first_wrong_field(editor):
    make_leoni()
    text = editor.htmx.post(add_url(), LEONI | {"began_on": "soon", "chance": "3"}).text
    focused = [tag for tag in text.split("<") if "data-autofocus" in tag]
    assert len(focused) == 1
    assert 'name="began_on"' in focused[0]


def test_the_focus_of_an_opened_form_is_on_its_first_field(editor):
    make_leoni()
    text = editor.htmx.get(add_url(), AT).text
    assert 'name="diagnosis"' in next(tag for tag in text.split("<") if "data-autofocus" in tag)


def test_a_refused_form_is_422_without_script_too(editor):
    make_leoni()
    assert editor.post(add_url(), LEONI | {"diagnosis": ""}).status_code == 422


def test_what_is_known_is_not_reported_twice(editor):
    make_injury(player=make_leoni(), diagnosis="ACL tear")
    assert "already out with this" in editor.htmx.post(add_url(), LEONI | AT).text


def test_a_man_without_any_contract_is_refused_in_words(editor):
    make_player("Leoni")
    response = editor.htmx.post(add_url(), LEONI | AT)
    assert "Enter a contract first" in response.text


def test_the_part_of_the_body_follows_from_the_diagnosis(editor):
    make_leoni()
    editor.post(add_url(), LEONI)
    assert Injury.objects.get().body_part == "knee"


def test_a_feed_s_line_fills_the_fields(editor):
    make_leoni()
    line = "Knee injury - Expected back 01 Sep"
    editor.post(add_url(), {"line": line, "began_on": "2025-09-24", "kind": "injury"})
    injury = Injury.objects.get()
    assert (injury.diagnosis, injury.expected_until) == ("Knee injury", dt.date(2026, 9, 1))


def test_a_feed_s_line_can_give_a_chance(editor):
    make_leoni()
    line = "Hamstring injury - 75% chance of playing"
    editor.post(add_url(), {"line": line, "began_on": "2025-09-24", "kind": "injury"})
    assert Injury.objects.get().chance == 75


def test_what_is_typed_outranks_a_feed_s_line(editor):
    make_leoni()
    editor.post(add_url(), LEONI | {"line": "Knee injury - Expected back 01 Oct"})
    assert Injury.objects.get().diagnosis == "ACL tear"


def test_an_absence_is_reported(editor):
    make_leoni()
    editor.post(add_url("absence"), {"kind": "suspension", "began_on": "2025-09-30"})
    assert Absence.objects.get().kind == "suspension"


def test_an_absence_without_a_kind_is_refused_at_its_field(editor):
    make_leoni()
    response = editor.htmx.post(add_url("absence"), {"began_on": "2025-09-30"})
    assert response.status_code == 422 and "Choose one from the list." in response.text


def test_a_new_date_does_not_keep_the_old_one_as_the_earliest(editor):
    injury = make_injury(
        player=make_leoni(),
        expected_from=dt.date(2025, 10, 4),
        expected_until=dt.date(2025, 10, 4),
    )
    form = editor.htmx.get(change_url("spell_return", injury), AT).context["form"]
    assert form.initial["expected_from"] is None


def test_a_second_suspension_is_refused_at_its_field(editor):
    make_absence(player=make_leoni())
    sent = {"kind": "suspension", "began_on": "2025-09-30"}
    assert "already suspended" in editor.htmx.post(add_url("absence"), sent).text


def test_an_expected_return_is_changed(editor):
    injury = make_injury(player=make_leoni(), expected_until=dt.date(2025, 11, 12))
    sent = {"expected_until": "2025-11-26", "version": 1}
    editor.post(change_url("spell_return", injury), sent)
    injury.refresh_from_db()
    assert injury.expected_until == dt.date(2025, 11, 26)


def test_the_form_shows_every_return_that_was_expected(editor):
    injury = make_injury(player=make_leoni(), expected_until=dt.date(2025, 11, 12))
    sent = {"expected_until": "2025-11-26", "version": 1}
    editor.post(change_url("spell_return", injury), sent)
    text = editor.get(change_url("spell_return", injury)).text.partition("as given:")[2]
    assert text.index("12 Nov 2025") < text.index("26 Nov 2025")


def test_the_form_of_an_absence_changes_an_absence(editor):
    make_injury(pk=7, player=make_player())
    absence = make_absence(pk=7, player=make_leoni())
    sent = {"expected_until": "2025-10-10", "version": 1}
    editor.post(change_url("spell_return", absence), sent)
    assert Absence.objects.get().expected_until == dt.date(2025, 10, 10)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("reported_on", "2025-10-01", "Today is 30 Sep 2025"),
        ("reported_on", "2025-09-01", "It began on 24 Sep 2025"),
        ("expected_until", "2025-09-01", "cannot be back before it began"),
    ],
)
def test_a_return_that_cannot_be_is_refused(editor, field, value, error):
    injury = make_injury(player=make_leoni())
    sent = {"expected_until": "2025-11-26", "version": 1} | {field: value}
    assert error in editor.htmx.post(change_url("spell_return", injury), sent).text


def test_a_new_return_that_a_report_has_overtaken_is_refused(editor):
    injury = make_injury(player=make_leoni(), reported_on=dt.date(2025, 9, 29))
    sent = {"expected_until": "2025-09-28", "version": 1}
    response = editor.htmx.post(change_url("spell_return", injury), sent)
    assert "still reported out on 29 Sep 2025" in response.text


def test_a_man_is_marked_doubtful(editor):
    injury = make_injury(player=make_leoni())
    editor.post(change_url("injury_doubt", injury), {"chance": 75, "version": 1})
    injury.refresh_from_db()
    assert injury.chance == 75


def test_a_man_who_is_out_needs_a_chance_to_be_doubtful(editor):
    injury = make_injury(player=make_leoni())
    response = editor.htmx.post(change_url("injury_doubt", injury), {"chance": "", "version": 1})
    assert "Write a chance between 5 and 95." in response.text


def test_a_doubtful_man_without_a_chance_is_out_again(editor):
    injury = make_injury(player=make_leoni(), chance=50)
    editor.post(change_url("injury_doubt", injury), {"chance": "", "version": 1})
    injury.refresh_from_db()
    assert injury.chance is None


def test_a_man_is_marked_as_back(editor):
    injury = make_injury(player=make_leoni())
    editor.post(change_url("spell_back", injury), {"returned_on": "2025-09-29", "version": 1})
    injury.refresh_from_db()
    assert injury.returned_on == dt.date(2025, 9, 29)


def test_a_return_in_the_future_is_refused_at_its_field(editor):
    injury = make_injury(player=make_leoni())
    sent = {"returned_on": "2025-10-29", "version": 1}
    assert "today is 30 Sep" in editor.htmx.post(change_url("spell_back", injury), sent).text


def test_a_form_without_its_version_is_refused(editor):
    injury = make_injury(player=make_leoni())
    response = editor.htmx.post(change_url("injury_doubt", injury), {"chance": 75})
    assert (response.status_code, "no longer complete" in response.text) == (422, True)


def test_a_form_in_a_row_names_the_man(editor):
    make_leoni()
    assert "<h2>Report an injury: Leoni</h2>" in editor.htmx.get(add_url(), AT).text


def test_a_whole_page_names_the_man_once_above_the_form(editor):
    make_leoni()
    assert "<h2>Report an injury</h2>" in editor.get(add_url(), AT).text


def test_a_man_who_is_on_loan_elsewhere_is_reported_in_the_log_of_that_club(editor):
    leoni = make_leoni()
    make_loan(player=leoni, parent=leoni.contracts.get(), club=make_club("Blues"))
    editor.htmx.post(add_url(), LEONI | {"at": "player-leoni", "next": leoni.get_absolute_url()})
    assert Change.objects.get().club.slug == "blues"


def meet(editor):
    """Two forms open on one injury: one saves 12 November, the other sends 26 November."""
    injury = make_injury(player=make_leoni())
    url = change_url("spell_return", injury)
    editor.post(url, {"expected_until": "2025-11-12", "source": "Echo", "version": 1})
    return injury, url, {"expected_until": "2025-11-26", "source": "club", "version": 1}


def test_the_second_editor_is_told_with_409(editor):
    _, url, mine = meet(editor)
    assert editor.htmx.post(url, mine | AT).status_code == 409


def test_the_second_editor_is_told_without_script_too(editor):
    _, url, mine = meet(editor)
    response = editor.post(url, mine | AT)
    assert (response.status_code, "<html" in response.text) == (409, True)


@pytest.mark.parametrize(
    "shown", ["12 Nov 2025", "26 Nov 2025", "editor", "back 12 Nov 2025, was"]
)
def test_the_second_editor_sees_both_values_and_who_was_first(editor, shown):
    _, url, mine = meet(editor)
    assert shown in editor.htmx.post(url, mine | AT).text


def test_the_first_editor_s_value_stands_until_the_second_decides(editor):
    injury, url, mine = meet(editor)
    editor.htmx.post(url, mine | AT)
    injury.refresh_from_db()
    assert injury.expected_until == dt.date(2025, 11, 12)


def hidden_fields(text):
    """Return the names and values that the form of a conflict sends again."""
    form = text[text.index("<form") : text.index("</form")]
    tags = [tag for tag in form.split("<input")[1:] if 'type="hidden"' in tag]
    return {
        tag.split('name="')[1].split('"')[0]: tag.split('value="')[1].split('"')[0] for tag in tags
    }


def test_the_second_editor_can_save_his_own_instead(editor):
    injury, url, mine = meet(editor)
    again = hidden_fields(editor.htmx.post(url, mine | AT).text)
    editor.htmx.post(url, again)
    injury.refresh_from_db()
    assert injury.expected_until == dt.date(2025, 11, 26)


def test_nothing_typed_is_lost_in_a_conflict(editor):
    injury, url, mine = meet(editor)
    editor.htmx.post(url, hidden_fields(editor.htmx.post(url, mine | AT).text))
    injury.refresh_from_db()
    assert injury.source == "club"


@pytest.mark.parametrize("name", ["spell_return", "spell_back", "injury_doubt"])
def test_an_entry_that_was_removed_meanwhile_is_said_to_be_gone(editor, name):
    injury = make_injury(player=make_leoni())
    url = change_url(name, injury)
    Injury.objects.all().delete()
    response = editor.htmx.post(url, {"version": 1} | AT)
    assert (response.status_code, "has removed this entry" in response.text) == (409, True)


def test_a_removed_entry_is_said_to_be_gone_without_script_too(editor):
    injury = make_injury(player=make_leoni())
    url = change_url("spell_back", injury)
    Injury.objects.all().delete()
    response = editor.post(url, {"version": 1})
    assert (response.status_code, "has removed this entry" in response.text) == (409, True)


@pytest.mark.parametrize(
    "path", ["/injuries/9/back/", "/absences/9/return/", "/injuries/9/doubt/"]
)
def test_an_unknown_entry_is_not_found(editor, path):
    assert editor.get(path).status_code == 404

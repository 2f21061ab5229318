"""News items and outlets in the admin, and the link that a repair there can carry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from squads.models import Absence, Change, Club, Contract, Injury, NewsItem, Outlet
from tests.factories import make_absence, make_club, make_injury, make_player
from tests.squads.admin_pages import act, change, fields_of, open_form, page, send_form
from tests.squads.newsroom import make_item, make_line

pytestmark = pytest.mark.slow  # the admin, form by form

ADDRESS = "https://www.bbc.co.uk/sport/leoni-out-for-the-season"


@pytest.fixture
def player(db):
    return make_player("Leoni", club=make_club("Reds"), natural="CB")


# The link


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda p: make_injury(player=p), {"chance": "50"}),
        (lambda p: make_absence(player=p), {"returned_on": "2025-09-29"}),
        (lambda p: p.contracts.get(), {"ends_on": "2029-06-30"}),
        (lambda p: p.contracts.get(), {"squad_number": "5"}),
    ],
)
def test_the_log_line_of_a_repair_carries_its_link(editor, player, make, fields):
    change(editor, make(player), link=ADDRESS, **fields)
    found = Change.objects.get()
    assert (found.news.address, found.news.entered_by) == (ADDRESS, editor.user)


def test_a_new_injury_carries_its_link_and_its_source(editor, player):
    data = open_form(editor, "injury")
    data |= {"player": player.pk, "diagnosis": "Knock", "began_on": "2025-09-24"}
    send_form(editor, "injury", None, data | {"link": ADDRESS, "headline": "Out"})
    assert Change.objects.get().news.headline == "Out"
    assert Injury.objects.get().source == "bbc.co.uk"


@pytest.mark.parametrize("model", [Injury, Contract])
def test_a_link_alone_confirms_what_is_on_record(editor, player, model):
    injury = make_injury(player=player)
    change(editor, injury if model is Injury else player.contracts.get(), link=ADDRESS)
    found = Change.objects.get()
    assert (found.text.startswith("confirmed: "), found.news.address) == (True, ADDRESS)


def test_a_row_on_the_player_s_page_takes_a_link(editor, player):
    make_injury(player=player)
    fields = {"injury_set-0-chance": "50", "injury_set-0-link": ADDRESS}
    change(editor, player, **fields)
    assert Change.objects.get().news.address == ADDRESS


def test_a_bad_link_is_refused_at_its_field(editor, player):
    text = change(editor, make_injury(player=player), link="ftp://x.example/").text
    assert "A link begins with https:// or http://." in text
    assert not NewsItem.objects.exists()


def test_a_conflict_keeps_the_link(editor, player):
    injury = make_injury(player=player)
    data = open_form(editor, "injury", injury.pk)
    Injury.objects.update(version=5, note="theirs")
    response = send_form(editor, "injury", injury.pk, data | {"link": ADDRESS, "chance": "50"})
    assert fields_of(response.text)["link"] == ADDRESS


def test_who_may_only_look_is_not_asked_for_a_link(analyst, player):
    injury = make_injury(player=player)
    assert "News link" not in analyst.get(page("injury_change", injury.pk)).text


# By hand


def test_who_saves_an_entry_vouches_for_it(editor, player):
    injury, absence = make_injury(player=player), make_absence(player=player)
    change(editor, injury, note="seen")
    change(editor, absence, note="seen")
    assert (Injury.objects.get().by_hand, Absence.objects.get().by_hand) == (True, True)


def test_who_enters_one_vouches_for_it(editor, player):
    data = open_form(editor, "injury")
    data |= {"player": player.pk, "diagnosis": "Knock", "began_on": "2025-09-24"}
    send_form(editor, "injury", None, data)
    assert Injury.objects.get().by_hand


def test_who_changes_a_row_on_the_player_s_page_vouches_for_that_row(editor, player):
    make_injury(player=player)
    make_injury(player=player, diagnosis="Knock", began_on="2025-09-01")
    change(editor, player, **{"injury_set-0-chance": "50"})
    assert Injury.objects.filter(by_hand=True).count() == 1


def test_an_action_vouches_for_the_entries_it_changes(editor, player):
    injury = make_injury(player=player, expected_until="2025-10-01")
    act(editor, "injury", "extend_by_two_weeks", injury)
    assert Injury.objects.get().by_hand


def test_an_import_vouches_for_the_entries_it_writes(editor, player):
    table = b"player,kind,diagnosis,began_on\nleoni,injury,Knock,2025-09-24\n"
    form = {"import_file": SimpleUploadedFile("t.csv", table), "format": "0", "resource": "0"}
    preview = editor.post(page("injury_import"), form)
    editor.post(page("injury_process_import"), fields_of(preview.text))
    assert Injury.objects.get().by_hand


def test_nobody_is_asked_whether_he_vouches(editor, player):
    assert "by_hand" not in open_form(editor, "injury", make_injury(player=player).pk)


# News items and outlets


def test_a_repair_with_a_link_leaves_the_outlet_to_the_news(editor, admin_user, player):
    change(editor, make_injury(player=player), link=ADDRESS, chance="50")
    Outlet.objects.update(name="BBC Sport")
    assert (Change.objects.get().source, Injury.objects.get().source) == ("", "bbc.co.uk")
    text = admin_user.get(page("change_changelist")).text
    assert '<td class="field-said_by">BBC Sport</td>' in text


def test_a_news_item_is_stored_by_the_address_it_is_found_by(editor, db):
    outlet = Outlet.objects.create(name="BBC Sport", tier=2)
    data = open_form(editor, "newsitem")
    data |= {"headline": "Out", "address": f"{ADDRESS}#top", "outlet": outlet.pk}
    send_form(editor, "newsitem", None, data)
    assert NewsItem.objects.get().address == ADDRESS


def test_an_editor_enters_a_news_item_in_his_name(editor, db):
    outlet = Outlet.objects.create(name="BBC Sport", tier=2)
    data = open_form(editor, "newsitem")
    data |= {"headline": "Out", "address": ADDRESS, "outlet": outlet.pk}
    send_form(editor, "newsitem", None, data)
    assert NewsItem.objects.get().entered_by == editor.user


def test_a_news_item_keeps_who_entered_it(editor, admin_user):
    item = make_item(entered_by=editor.user)
    change(admin_user, item, headline="Out for weeks")
    item.refresh_from_db()
    assert (item.headline, item.entered_by) == ("Out for weeks", editor.user)


def test_a_news_item_leads_to_a_page_on_the_web(editor, db):
    text = change(editor, make_item(), address="javascript:alert(1)").text
    assert "A link begins with https:// or http://." in text


def test_an_outlet_is_known_by_its_site_s_name(editor, db):
    outlet = make_item().outlet
    change(editor, outlet, host="https://www.BBC.co.uk/sport", tier="3")
    outlet.refresh_from_db()
    assert (outlet.host, outlet.tier) == ("bbc.co.uk", 3)


@pytest.mark.parametrize("what", ["item", "outlet"])
def test_pages_that_show_a_news_item_follow_its_change(editor, reader, what):
    item = make_item(headline="Before")
    make_line(club=make_player("Joe", club=make_club("Reds")).contracts.get().club, news=item)
    versions = {club.slug: club.version for club in Club.objects.all()}
    fields = {"headline": "After"} if what == "item" else {"tier": "4"}
    change(editor, item if what == "item" else item.outlet, **fields)
    assert Club.objects.get(slug="reds").version == versions["reds"] + 1
    assert ("After" if what == "item" else "tier 4") in reader.get("/clubs/reds/").text


@pytest.mark.parametrize("model", ["newsitem", "outlet"])
def test_an_analyst_only_looks_at_them(analyst, model):
    item = make_item()
    key = item.pk if model == "newsitem" else item.outlet.pk
    assert analyst.get(page(f"{model}_change", key)).status_code == 200
    assert analyst.get(page(f"{model}_add")).status_code == 403


@pytest.mark.parametrize("model", ["newsitem", "outlet"])
def test_they_have_a_history(editor, model):
    item = make_item()
    row = item if model == "newsitem" else item.outlet
    name = {"headline": "Anew"} if model == "newsitem" else {"name": "Anew"}
    change(editor, row, **name)
    assert "Anew" in editor.get(page(f"{model}_history", row.pk)).text


@pytest.mark.parametrize("model", ["newsitem", "outlet"])
@pytest.mark.parametrize("count", [1, 20])
def test_their_lists_take_as_many_queries_for_many(
    editor, django_assert_max_num_queries, model, count
):
    for n in range(count):
        make_item(f"Outlet {n}", entered_by=editor.user)
    with django_assert_max_num_queries(14):
        editor.get(page(f"{model}_changelist"))

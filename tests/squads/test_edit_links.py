"""A link to the news on every form of the chart: made, found again, refused, never lost."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from squads.models import Change, Contract, Injury, NewsItem, Outlet
from tests.factories import make_club, make_injury, make_player, make_ranking

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.bbc.co.uk/sport/joe-out-for-the-season"
INJURY = {"diagnosis": "Knock", "began_on": "2025-09-24", "kind": "injury"}


@pytest.fixture
def joe():
    return make_player("Joe", club=make_club("Reds"), natural="CB")


def address_of(name, joe):
    injury = {"spell_return": ["injuries"], "spell_back": ["injuries"], "injury_doubt": []}
    if name in injury:
        return reverse(f"squads:{name}", args=[*injury[name], make_injury(player=joe).pk])
    if name.startswith("contract"):
        return reverse(f"squads:{name}", args=[Contract.objects.get().pk])
    args = ["reds", "CB", "joe"] if name == "ranking_move" else ["joe"]
    return reverse(f"squads:{name}", args=args)


FORMS = {
    "injury_add": INJURY,
    "absence_add": {"kind": "suspension", "began_on": "2025-09-24"},
    "spell_return": {"expected_until": "2025-12-24", "version": 1},
    "spell_back": {"returned_on": "2025-09-29", "version": 1},
    "injury_doubt": {"chance": 50, "version": 1},
    "contract_standing": {"standing": "fringe", "version": 1},
    "contract_change": {"ends_on": "2029-06-30", "version": 1},
    "ranking_move": {"place": 1, "order": ""},
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_makes_a_news_item_of_a_link(editor, joe, name):
    editor.htmx.post(address_of(name, joe), FORMS[name] | {"link": ADDRESS})
    change = Change.objects.get()
    assert (change.news.address, change.news.entered_by) == (ADDRESS, editor.user)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_changes_without_a_link(editor, joe, name):
    editor.post(address_of(name, joe), FORMS[name])
    assert (Change.objects.get().news, Change.objects.get().by) == (None, editor.user)


def report(visitor, **fields):
    return visitor.htmx.post(reverse("squads:injury_add", args=["joe"]), INJURY | fields)


def test_headline_and_day_may_be_told(editor, joe):
    report(editor, link=ADDRESS, headline="Joe is out", published_on="2025-09-25")
    item = NewsItem.objects.get()
    day = timezone.localdate(item.published_at)
    assert (item.headline, day) == ("Joe is out", dt.date(2025, 9, 25))


def test_an_address_without_its_scheme_will_do(editor, joe):
    report(editor, link="bbc.co.uk/sport/joe-out-for-the-season")
    assert NewsItem.objects.get().address == "https://bbc.co.uk/sport/joe-out-for-the-season"


def test_an_item_on_record_is_used_again(editor, joe):
    report(editor, link=ADDRESS)
    report(editor, link=ADDRESS, diagnosis="Illness")
    items = set(Change.objects.values_list("news", flat=True))
    assert (NewsItem.objects.count(), len(items)) == (1, 1)


def test_a_headline_typed_for_an_item_without_one_of_its_own_is_taken(editor, joe):
    report(editor, link=ADDRESS)
    response = report(editor, link=ADDRESS, diagnosis="Illness", headline="Joe is out")
    assert NewsItem.objects.get().headline == "Joe is out"
    assert "keeps its headline" not in response.text


@pytest.mark.parametrize("is_htmx", [True, False])
def test_a_headline_that_is_not_taken_is_not_dropped_without_a_word(editor, joe, is_htmx):
    report(editor, link=ADDRESS, headline="Joe is out")
    visitor = editor.htmx if is_htmx else editor
    fields = {"link": ADDRESS, "diagnosis": "Illness", "headline": "Another"}
    url = reverse("squads:injury_add", args=["joe"])
    text = visitor.post(url, INJURY | fields, follow=True).text
    assert "The link keeps its headline, “Joe is out”." in text


def test_a_headline_too_long_is_refused_where_its_item_is_on_record(editor, joe):
    report(editor, link=ADDRESS)
    response = report(editor, link=ADDRESS, diagnosis="Illness", headline="x" * 201)
    assert response.status_code == 422


def test_the_same_headline_again_needs_no_word(editor, joe):
    report(editor, link=ADDRESS, headline="Joe is out")
    response = report(editor, link=ADDRESS, diagnosis="Illness", headline="Joe is out")
    assert "keeps its headline" not in response.text


@pytest.mark.parametrize(("letters", "status"), [(499, 200), (500, 422)])
def test_what_is_stored_of_a_link_is_what_is_counted(editor, joe, letters, status):
    link = "https://a.com?".ljust(letters, "q")  # stored as "https://a.com/?qqq"
    assert report(editor, link=link).status_code == status
    assert [len(item.address) for item in NewsItem.objects.all()] == [500] * (status == 200)


def test_the_source_of_the_entry_is_the_outlet_unless_it_is_typed(editor, joe):
    Outlet.objects.create(name="BBC Sport", host="bbc.co.uk", tier=2)
    report(editor, link=ADDRESS)
    assert Injury.objects.get().source == "BBC Sport"


REFUSED = {
    "javascript:alert(1)": "A link begins with https:// or http://.",
    "ftp://bbc.co.uk/x": "A link begins with https:// or http://.",
    "data:text/html,x": "A link begins with https:// or http://.",
    "https:///x": "The link names no site.",
    "https://joe:secret@bbc.co.uk/x": "Leave the name and password out of the link.",
    "https://bbc.co.uk@evil.example/": "Leave the name and password out of the link.",
    "https://[bbc.co.uk/x": "Paste the whole link",
    "http://localhost:8000/x": "This link names a machine",
    "http://127.0.0.1/x": "This link names a machine",
    "http://[::1]/x": "This link names a machine",
    "out for the season": "Paste the whole link",
    "https://bbc.co.uk/" + "x" * 500: "Write at most 500 characters.",
}


@pytest.mark.parametrize("link", REFUSED)
def test_a_link_nobody_should_follow_is_refused_at_its_field(editor, joe, link):
    response = report(editor, link=link)
    error = re.search(r'id="edit-link_error">([^<]*)', response.text)
    assert response.status_code == 422
    assert error and REFUSED[link] in error[1]


@pytest.mark.parametrize("link", REFUSED)
def test_a_refused_link_changes_nothing(editor, joe, link):
    report(editor, link=link)
    found = (Injury.objects.exists(), NewsItem.objects.exists(), Outlet.objects.exists())
    assert found == (False, False, False)


def test_a_refused_form_keeps_what_was_typed(editor, joe):
    text = report(editor, link="ftp://x.example", headline="Joe is <out>", source="agent").text
    kept = ['value="ftp://x.example"', 'value="Joe is &lt;out&gt;"', 'value="agent"']
    assert [one in text for one in kept] == [True] * 3


def test_what_is_folded_away_opens_where_it_holds_something(editor, joe):
    assert '<details class="edit-more" open>' in report(editor, headline="Joe is out").text


def test_a_headline_without_a_link_is_refused_at_the_link(editor, joe):
    text = report(editor, headline="Joe is out").text
    assert 'id="edit-link_error">Paste the link that this is the headline of.' in text


def test_a_day_to_come_is_refused(editor, joe):
    text = report(editor, link=ADDRESS, published_on="2090-01-01").text
    assert "That day is still to come." in text


def test_a_headline_is_never_markup(editor, joe):
    report(editor, link=ADDRESS, headline="<script>alert(1)</script>")
    pages = ["/news/", f"/news/{Change.objects.get().pk}/", "/clubs/reds/", "/players/joe/"]
    assert [page for page in pages if "<script>alert" in editor.get(page).text] == []


@pytest.mark.parametrize("name", ["spell_return", "contract_change", "contract_standing"])
def test_a_conflict_carries_the_link_along(editor, joe, name):
    url = address_of(name, joe)
    Injury.objects.update(version=2)
    Contract.objects.update(version=2, note="of theirs")
    told = {"link": ADDRESS, "headline": "Joe is out", "published_on": "2025-09-25"}
    response = editor.htmx.post(url, FORMS[name] | told)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.text))
    assert (response.status_code, told.items() <= sent.items()) == (409, True)


def test_saving_mine_over_theirs_keeps_the_link(editor, joe):
    url = address_of("spell_return", joe)
    Injury.objects.update(version=2)
    text = editor.htmx.post(url, FORMS["spell_return"] | {"link": ADDRESS}).text
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    editor.htmx.post(url, again)
    assert Change.objects.get().news.address == ADDRESS


def test_an_order_that_somebody_changed_keeps_the_link(editor, joe):
    ann = make_player("Ann", club=joe.contracts.get().club, natural="CB")
    make_ranking(joe.contracts.get().club, "CB", ann, joe)
    sent = {"order": "joe,ann", "move": "up", "link": ADDRESS}
    text = editor.htmx.post(address_of("ranking_move", joe), sent).text
    assert f'name="link" value="{ADDRESS}"' in text


# The contract's own form


def change_contract(visitor, **fields):
    url = reverse("squads:contract_change", args=[Contract.objects.get().pk])
    fields = {"ends_on": "2027-06-30", "squad_number": "", "note": "", "version": 1} | fields
    return visitor.htmx.post(url, fields)


def test_a_contract_is_changed_on_the_page(editor, joe):
    change_contract(editor, ends_on="2029-06-30", squad_number="5", note="option")
    stored = Contract.objects.values_list("ends_on", "squad_number", "note").get()
    assert stored == (dt.date(2029, 6, 30), 5, "option")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ends_on", "2020-06-30", "It began on 1 Jul 2024."),
        ("ends_on", "soon", "Write a day like"),
        ("squad_number", "100", "Write a number from 1 to 99."),
    ],
)
def test_what_a_contract_cannot_be_is_refused_at_its_field(editor, joe, field, value, said):
    response = change_contract(editor, **{field: value})
    error = re.search(rf'id="edit-{field}_error">([^<]*)', response.text)
    assert (response.status_code, said in error[1]) == (422, True)


def test_a_contract_that_ends_in_another_century_is_refused(editor, joe):
    sent = FORMS["contract_change"] | {"ends_on": "2127-06-30"}
    response = editor.htmx.post(address_of("contract_change", joe), sent)
    assert response.status_code == 422
    assert "30 Jun 2127 is too far off. Check the year." in response.text


def test_a_contract_changed_meanwhile_is_shown_beside_mine(editor, joe):
    change_contract(editor, squad_number="5")
    response = change_contract(editor, squad_number="7")
    shown = [f"</span> {number}</dd>" in response.text for number in (5, 7)]
    assert (response.status_code, shown) == (409, [True, True])


def test_the_panel_offers_the_contract(editor, joe):
    text = editor.htmx.get("/players/joe/edit/").text
    assert "Contract to 30 Jun 2027, no number" in text and "Change contract" in text

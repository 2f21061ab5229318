"""A club's weeks to come."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from squads.models import Club
from tests.factories import (
    make_absence,
    make_club,
    make_formation,
    make_injury,
    make_loan,
    make_player,
)
from tests.squads.liverpool import make_liverpool
from tests.transfers.factories import make_window, make_windows

pytestmark = pytest.mark.django_db
RUN = re.compile(r'<td colspan="(\d+)" data-level="(\w+)"><button[^>]* id="heat-(\w+)-(\d+)"')


def ask(visitor, slug="liverpool", **asked):
    return visitor.get(reverse("transfers:club_timeline", args=[slug]), asked)


def levels(page, position):
    """Return the level of each week; weeks that look the same are one cell."""
    runs = [run for run in RUN.findall(page) if run[2] == position]
    return [level for span, level, *_ in runs for _ in range(int(span))]


@pytest.fixture
def liverpool():
    make_windows()
    return make_liverpool()


def test_it_goes_to_the_first_day_of_the_next_season(reader, liverpool):
    page = ask(reader).text
    assert "30 Sep 2025 to 1 Jul 2026, 40 weeks" in re.sub(r"<[^>]*>", "", page)
    assert len(levels(page, "CB")) == 40


def test_it_goes_to_the_window_after_the_next_where_that_opens_later(reader, liverpool):
    make_window(("Winter 2026/27", "2026/27", (2027, 1, 1), (2027, 2, 1, 19)))
    page = ask(reader, on="2026-03-03").text
    assert "3 Mar 2026 to 1 Jan 2027" in re.sub(r"<[^>]*>", "", page)
    assert "is-beyond" not in page


def test_a_contract_that_ends_with_the_season_is_seen(reader, liverpool):
    konate = liverpool.contracts.get(player__known_as="Ibrahima Konaté")
    konate.ends_on = dt.date(2026, 6, 30)
    konate.save()
    page = ask(reader).text
    assert "Ibrahima Konaté’s contract ends." in page
    assert levels(page, "CB")[-2:] == ["thin", "exposed"]
    assert "contract ends 30 Jun 2026" in page.partition('id="bars-title"')[2]


def test_the_weeks_from_the_opening_of_the_window_after_the_next_are_marked(reader, liverpool):
    page = ask(reader).text
    told = re.findall(r'<td colspan="(\d+)" class="is-window is-beyond" title="Summer 2026', page)
    assert told == ["4", "4"]  # from the week of 9 June, in both tables
    assert "Needs are judged up to the opening of the Summer 2026/27 window" in page
    assert "once the Summer 2026/27 window is open: no need is judged by it" in page


def test_what_changes_after_it_opens_stands_below_a_line_that_says_so(reader, liverpool):
    for name, ends in (("Ibrahima Konaté", (2026, 6, 30)), ("Milos Kerkez", (2025, 12, 31))):
        contract = liverpool.contracts.get(player__known_as=name)
        contract.ends_on = dt.date(*ends)
        contract.save()
    turns = ask(reader).text.partition('id="turns-title"')[2].partition("</section>")[0]
    assert turns.count("turn-beyond") == 1
    before, after = turns.split("turn-beyond")
    assert "Milos Kerkez’s contract ends" in before and "Ibrahima Konaté" in after


def test_every_window_within_the_weeks_is_marked(reader, liverpool):
    page = ask(reader, on="2025-07-01").text
    assert "1 Jul 2025 to 1 Jul 2026" in re.sub(r"<[^>]*>", "", page)
    for name in ("Summer 2025/26", "Winter 2025/26", "Summer 2026/27"):
        assert f'title="{name}, ' in page


def test_every_position_has_its_row(reader, liverpool):
    page = ask(reader).text
    places = "GK RB CB LB DM AM RW LW ST".split()  # noqa: SIM905
    assert list(dict.fromkeys(where for _, _, where, _ in RUN.findall(page))) == places
    assert set(levels(page, "CB")) == {"thin"}


def test_weeks_that_look_the_same_are_one_cell(reader, liverpool):
    page = ask(reader).text
    assert page.count('id="heat-CB-0"') == 1 and 'id="heat-CB-1"' not in page


def test_the_week_of_today_is_marked(reader, liverpool):
    marked = re.findall(r'<a href="([^"]+)"[^>]*aria-current="date"', ask(reader).text)
    assert set(marked) == {"/clubs/liverpool/"}
    assert 'aria-current="date"' not in ask(reader, on="2026-01-01").text


def test_where_no_level_changes_it_says_what_stays_thin_and_why(reader, liverpool):
    told = ask(reader).text.partition('id="turns-title"')[2].partition("</section>")[0]
    assert "No level changes in these weeks" in told
    assert "Centre-back" in told and "Giovanni Leoni is out" in told


def test_men_stand_by_their_lines(reader, liverpool):
    page = ask(reader).text.partition('id="bars-title"')[2]
    lines = [page.index(f">{name}</th>") for name in ("Goalkeepers", "Defenders", "Midfielders")]
    assert lines == sorted(lines)
    assert lines[1] < page.index("Virgil van Dijk") < lines[2]


def test_what_does_not_fit_into_its_bar_stands_behind_it(reader, liverpool):
    salah = liverpool.contracts.get(player__known_as="Mohamed Salah").player
    make_absence(
        player=salah, kind="personal", reason="Birth of a child",
        began_on=dt.date(2025, 9, 30), expected_until=dt.date(2025, 10, 5),
    )  # fmt: skip
    label = re.search(r'class="bar-label"[^>]*>([^<]*)<', ask(reader).text)
    assert label[1] == "birth of a child, back 5 Oct"


def bars_of(visitor, name, **asked):
    """Return what stands in a man's bars and what is told of them."""
    row = ask(visitor, **asked).text.partition('id="bars-title"')[2].partition(f">{name}</a>")[2]
    return row.partition("</tr>")[0]


@pytest.mark.parametrize("ends", [(2026, 6, 30), (2026, 12, 31)])
def test_a_man_on_loan_is_back_on_the_day_after_its_last(reader, liverpool, ends):
    man = make_player("Harvey Elliott", club=liverpool, natural="AM")
    last = dt.date(*ends)
    make_loan(parent=man.contracts.get(), ends_on=last)
    told = "back 1 Jul" if last.month == 6 else "back 1 Jan 2027"
    assert re.search(rf"{told}<", bars_of(reader, "Harvey Elliott"))


def test_a_man_whose_contract_ends_with_his_loan_is_not_back(reader, liverpool):
    man = make_player("Harvey Elliott", club=liverpool, natural="AM")
    contract = man.contracts.get()
    contract.ends_on = dt.date(2026, 6, 30)
    contract.save()
    make_loan(parent=contract, ends_on=dt.date(2026, 6, 30))
    assert "back" not in bars_of(reader, "Harvey Elliott")


def test_a_return_that_is_our_forecast_reads_as_on_the_chart_and_is_drawn_otherwise(
    reader, liverpool
):
    kerkez = liverpool.contracts.get(player__known_as="Milos Kerkez").player
    make_injury(
        player=kerkez, began_on=dt.date(2025, 9, 26), diagnosis="Hamstring injury",
        body_part="hamstring", expected_until=None,
    )  # fmt: skip
    bars = bars_of(reader, "Milos Kerkez")
    assert ">hamstring injury, no date, ~20 Oct<" in bars
    assert "out (hamstring injury) from 30 Sep, no date, ~20 Oct" in bars
    assert "back" not in bars and 'class="is-likely"' in bars


def test_a_return_that_was_announced_is_not_drawn_as_a_forecast(reader, liverpool):
    kerkez = liverpool.contracts.get(player__known_as="Milos Kerkez").player
    make_injury(player=kerkez, diagnosis="Knock", expected_until=dt.date(2025, 11, 20))
    bars = bars_of(reader, "Milos Kerkez")
    assert "knock, back 20 Nov" in bars and "is-likely" not in bars


def test_a_cell_names_who_is_counted_and_who_is_missing(reader, liverpool):
    page = ask(reader).text
    tip = page.partition('id="heat-CB-0-tip">')[2].partition("</span>")[0]
    assert "3 of 4 · thin" in tip
    assert "Virgil van Dijk, Ibrahima Konaté; behind: Joe Gomez" in tip
    assert "without Giovanni Leoni" in tip


def test_the_tip_describes_its_cell(reader, liverpool):
    page = ask(reader).text
    told = set(re.findall(r'aria-describedby="(heat-[\w-]+)"', page))
    assert told == set(re.findall(r'class="tip" id="([\w-]+)"', page))


def test_the_window_is_marked_on_its_weeks(reader, liverpool):
    page = ask(reader).text
    (span,) = re.findall(r'<td colspan="(\d+)" class="is-window" title="Winter', page)[:1]
    assert span == "5"


def test_a_change_of_level_is_explained_on_its_day(reader, liverpool):
    kerkez = liverpool.contracts.get(player__known_as="Milos Kerkez")
    kerkez.ends_on = dt.date(2025, 12, 31)
    kerkez.save()
    page = ask(reader).text
    assert '<time datetime="2026-01-01"' in page
    assert "Milos Kerkez’s contract ends." in page


def test_who_leaves_for_a_tournament_is_told(reader, liverpool):
    salah = liverpool.contracts.get(player__known_as="Mohamed Salah").player
    make_absence(
        player=salah, kind="international", reason="Africa Cup of Nations",
        began_on=dt.date(2025, 12, 21), expected_until=dt.date(2026, 1, 19),
    )  # fmt: skip
    page = ask(reader).text
    assert "Mohamed Salah leaves for the Africa Cup of Nations." in page
    assert "away (Africa Cup of Nations), 21 Dec to 18 Jan" in page


def test_men_on_loan_all_along_stand_apart(reader, liverpool):
    man = make_player("Harvey Elliott", club=liverpool, natural="AM")
    make_loan(parent=man.contracts.get(), ends_on=dt.date(2026, 6, 30))
    page = ask(reader).text
    assert "Harvey Elliott" in page.partition("On loan all along")[2]


def test_without_a_window_it_goes_to_the_end_of_the_season(reader):
    make_liverpool()
    page = ask(reader).text
    assert "30 Sep 2025 to 1 Jul 2026" in page and "No window on file" in page


def test_with_a_window_and_no_next_one_too(reader):
    make_window()
    make_liverpool()
    assert "30 Sep 2025 to 1 Jul 2026" in ask(reader).text


def test_it_can_begin_on_the_day_the_window_opens(reader, liverpool):
    page = ask(reader).text
    assert 'href="/clubs/liverpool/timeline/?on=2026-01-01"' in page
    assert "1 Jan 2026 to 1 Jul 2026" in ask(reader, on="2026-01-01").text


def test_another_formation_has_other_rows(reader, liverpool):
    make_formation("3-5-2")
    assert levels(ask(reader, formation="3-5-2").text, "LWB")


def test_tables_scroll_in_regions_that_can_be_focused(reader, liverpool):
    regions = re.findall(r'<div class="weeks-region"[^>]*>', ask(reader).text)
    assert len(regions) == 2
    assert all('tabindex="0"' in r and 'role="region"' in r for r in regions)


def test_every_row_is_as_wide_as_the_weeks(reader, liverpool):
    page = ask(reader).text
    weeks = int(re.search(r'class="week-column" span="(\d+)"', page)[1])
    for row in re.findall(r'<tr>\s*<th scope="row".*?</tr>', page, re.DOTALL):
        cells = re.findall(r"<td\b([^>]*)>", row)
        spans = [re.search(r'colspan="(\d+)"', cell) for cell in cells]
        assert sum(int(span[1]) if span else 1 for span in spans) == weeks


@pytest.mark.parametrize(
    ("slug", "asked", "status"),
    [
        ("nobody", {}, 404),
        ("liverpool", {"formation": "9-1"}, 404),
        ("liverpool", {"on": "never"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(reader, liverpool, slug, asked, status):
    assert ask(reader, slug, **asked).status_code == status


def test_a_club_of_nobody_says_so(reader):
    make_club("Bare")
    assert "Nothing is known of Bare" in ask(reader, "bare").text


def test_it_is_kept_until_the_club_changes(reader, liverpool):
    held = {"If-None-Match": ask(reader)["ETag"]}
    url = reverse("transfers:club_timeline", args=["liverpool"])
    assert reader.get(url, headers=held).status_code == 304
    Club.objects.filter(pk=liverpool.pk).touch()
    assert reader.get(url, headers=held).status_code == 200


def test_a_page_that_asks_through_htmx_gets_its_part(htmx, liverpool):
    page = ask(htmx).text
    assert page.lstrip().startswith('<div id="club-timeline"') and "<html" not in page


@pytest.mark.parametrize("men", [2, 12])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, men):
    make_windows()
    club = make_club("Growing")
    for n in range(men):
        man = make_player(club=club, natural="CB")
        make_absence(player=man, expected_until=dt.date(2025, 12, 1 + n))
    with django_assert_num_queries(8):
        ask(reader, "growing")

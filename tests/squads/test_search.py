"""Search: what is found, in what order, how it is printed, and on what pages."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from squads import finding
from tests.factories import (
    DAY,
    make_club,
    make_competition,
    make_contract,
    make_elsewhere,
    make_loan,
    make_player,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("squads:search")
SUGGESTIONS = reverse("squads:search_suggestions")


def found(text: str) -> list[str]:
    return [hit.name for hit in finding.find(text, DAY)]


def shown(response) -> list[str]:
    """Return the names that a page or a list of suggestions prints, marks left out."""
    spans = re.findall(r'class="hit-name">(.*?)</span>', response.text)
    return [re.sub(r"</?mark>", "", span) for span in spans]


# What is found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ibrahima Konaté", "Konate"),
        ("Ibrahima Konaté", "KONATÉ"),
        ("Ibrahima Konaté", "konate\u0301"),
        ("Marc Guéhi", "Guehi"),
        ("Virgil van Dijk", "van dijk"),
        ("Virgil van Dijk", "dijk"),
        ("Matt O'Riley", "o riley"),
        ("Matt O'Riley", "oriley"),
        ("Matt O'Riley", "O’Riley"),
        ("Matt O'Riley", "matt o riley"),
        ("Martin Ødegaard", "odegaard"),
        ("Martin Ødegaard", "ødegaard"),
        ("Rayan Aït-Nouri", "ait nouri"),
        ("Rayan Aït-Nouri", "aït-n"),
        ("Joe Gomez", "joe gom"),
        ("Joe Gomez", "gomez joe"),
        ("Joe Gomez", "  j   gomez "),
        ("Virgil van Dijk", "virgil dijk"),
    ],
)
def test_a_player_is_found_by_any_words_of_his_name(name, text):
    make_player(name)
    make_player("Somebody Else")
    assert found(text) == [name]


def test_a_player_is_found_by_the_full_name_that_charts_do_not_print():
    make_player("Savinho", full_name="Sávio Moreira de Oliveira")
    assert found("moreira") == ["Savinho"]


@pytest.mark.parametrize("text", ["wolverhampton", "wolves", "wander"])
def test_a_club_is_found_by_any_word_and_by_its_short_name(text):
    make_club("Wolverhampton Wanderers", short_name="Wolves")
    assert found(text) == ["Wolverhampton Wanderers"]


def test_every_word_must_match():
    make_player("Joe Gomez")
    make_player("Joe Willock")
    assert found("joe gomez") == ["Joe Gomez"]


def test_the_middle_of_a_word_does_not_match():
    make_player("Joe Gomez")
    assert found("omez") == []


def test_nobody_is_found_twice_when_several_of_his_words_match():
    make_player("Jo Johnson", full_name="Joseph Jo Johnson-Jones")
    assert found("jo") == ["Jo Johnson"]


def test_a_man_with_a_loan_and_several_contracts_is_found_once():
    player = make_player("Joe Gomez")
    old = make_contract(player=player, starts_on=dt.date(2020, 7, 1), ends_on=dt.date(2024, 6, 30))
    parent = make_contract(player=player, club=old.club)
    make_loan(player=player, parent=parent)
    assert found("gomez") == ["Joe Gomez"]


def test_a_club_without_a_chart_is_not_found_because_it_has_no_page():
    make_elsewhere("Port Vale")
    assert found("port vale") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "%%%", "'", '"', "\x00", "-", "🙂" * 3, "()"]
)
def test_a_text_without_letters_finds_nothing(text):
    make_player("Joe Gomez")
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("go%", ["Angel Gomes", "Joe Gomez"]),
        ("%gomez%", ["Joe Gomez"]),
        ("g_mez", []),
        ("_omez", []),
        ("gomez' OR 1=1 --", []),
        (r"g\mez", []),
    ],
)
def test_wildcards_and_quotes_only_separate_words(text, names):
    make_player("Joe Gomez")
    make_player("Angel Gomes")
    assert found(text) == names


# In what order


def test_a_club_that_matches_from_its_beginning_comes_before_every_player():
    make_player("Alan Chelsea", club=make_club("Chelsea"))
    assert found("chel") == ["Chelsea", "Alan Chelsea"]


def test_a_club_that_matches_by_a_later_word_comes_after_family_names():
    make_player("Ola Forester", club=make_club("Nottingham Forest"))
    assert found("forest") == ["Ola Forester", "Nottingham Forest"]


def test_a_whole_family_name_comes_before_one_that_only_begins_so():
    club = make_club()
    make_player("Alan Jameson", club=club)
    make_player("Reece James", club=club)
    assert found("james") == ["Reece James", "Alan Jameson"]


def test_a_family_name_comes_before_a_given_name():
    club = make_club()
    make_player("James Milner", club=club)
    make_player("Reece James", club=club)
    assert found("jam") == ["Reece James", "James Milner"]


def test_a_given_name_comes_before_a_word_of_the_full_name():
    club = make_club()
    make_player("Andrew Zed", full_name="Andrew Silva Zed", club=club)
    make_player("Silva Young", club=club)
    assert found("silva") == ["Silva Young", "Andrew Zed"]


def test_men_under_contract_come_before_others_of_the_same_kind():
    make_player("Aaron Jones")
    make_player("Curtis Jones", club=make_club())
    assert found("jones") == ["Curtis Jones", "Aaron Jones"]


def test_men_of_clubs_without_a_chart_come_after_those_of_charted_ones():
    make_player("Aaron Jones", club=make_elsewhere())
    make_player("Curtis Jones", club=make_club())
    assert found("jones") == ["Curtis Jones", "Aaron Jones"]


def test_men_of_higher_standing_come_first_among_those_of_the_same_kind():
    club = make_club()
    for name, standing in (
        ("Aaron Gue", "fringe"),
        ("Brian Gue", "prospect"),
        ("Chris Gue", ""),
        ("David Gue", "rotation"),
        ("Marc Gue", "first_choice"),
    ):
        make_player(name, club=club, contract={"standing": standing})
    names = ["Marc Gue", "David Gue", "Chris Gue", "Brian Gue", "Aaron Gue"]
    assert found("gu") == names


def test_a_man_on_loan_has_the_standing_he_has_there():
    lent = make_player("Aaron Gue", club=make_club(), contract={"standing": "first_choice"})
    make_loan(player=lent, parent=lent.contracts.get(), standing="fringe")
    make_player("Marc Gue", club=make_club(), contract={"standing": "backup"})
    assert found("gu") == ["Marc Gue", "Aaron Gue"]


def test_a_contract_that_has_ended_does_not_count():
    over = {"starts_on": dt.date(2020, 7, 1), "ends_on": DAY - dt.timedelta(days=1)}
    make_player("Aaron Jones", club=make_club(), contract=over)
    make_player("Curtis Jones", club=make_club())
    assert found("jones") == ["Curtis Jones", "Aaron Jones"]


def test_the_alphabet_decides_the_rest_accents_aside():
    club = make_club()
    for name in ("Zoe Silva", "Émile Silva", "Adam Silva", "Frank Silva"):
        make_player(name, club=club)
    assert found("silva") == ["Adam Silva", "Émile Silva", "Frank Silva", "Zoe Silva"]


# What stands beside a name


def facts(text: str) -> tuple[str, ...]:
    return finding.find(text, DAY)[0].facts


def test_a_player_shows_his_main_position_and_his_club():
    make_player("Joe Gomez", club=make_club("Liverpool"), natural="CB RB", capable="LB")
    assert facts("gomez") == ("Centre-back", "Liverpool")


def test_a_man_on_loan_shows_where_he_plays():
    parent = make_contract(player=make_player("Joe Gomez", natural="CB"))
    make_loan(player=parent.player, parent=parent, club=make_elsewhere("Port Vale"))
    assert facts("gomez") == ("Centre-back", "on loan at Port Vale")


def test_a_man_without_club_or_position_says_so():
    make_player("Joe Gomez")
    assert facts("gomez") == ("position not known", "no club")


def test_a_club_shows_its_league():
    make_club("Milan", competition=make_competition(name="Serie A", slug="serie-a"))
    assert facts("milan") == ("Serie A",)


# What is marked


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("Ibrahima Konaté", "konate", "Ibrahima [Konaté]"),
        ("Ibrahima Konaté", "kon", "Ibrahima [Kon]até"),
        ("Ibrahima Konate\u0301", "konate", "Ibrahima [Konate\u0301]"),
        ("Martin Ødegaard", "od", "Martin [Ød]egaard"),
        ("Max Weiß", "weis", "Max [Weiß]"),
        ("Matt O'Riley", "oril", "Matt [O'Ril]ey"),
        ("Matt O'Riley", "o riley", "Matt [O'Riley]"),
        ("Rayan Aït-Nouri", "nouri", "Rayan Aït-[Nouri]"),
        ("Joe Gomez", "joe gom", "[Joe] [Gom]ez"),
        ("Jo Johnson", "jo", "[Jo] [Jo]hnson"),
        ("Joe Gomez", "omez", "Joe Gomez"),
        ("Joe Gomez", ".*", "Joe Gomez"),
        ("", "joe", ""),
    ],
)
def test_the_matched_part_of_a_name_is_marked(name, text, marked):
    parts = finding.segments(name, text)
    assert "".join(f"[{part}]" if is_match else part for part, is_match in parts) == marked


def test_the_parts_of_a_name_make_up_the_name():
    name = "Đorđe O’Žižek-İnan Æ"
    assert "".join(part for part, _ in finding.segments(name, "z i ae dor")) == name


# The page of results


def test_the_page_prints_what_was_found_with_its_matched_part_marked(reader):
    make_player("Ibrahima Konaté")
    assert "Ibrahima <mark>Konaté</mark>" in reader.get(PAGE, {"q": "konate"}).text


def test_the_page_prints_the_full_name_where_only_that_one_matches(reader):
    make_player("Savinho", full_name="Sávio Moreira")
    assert "<mark>Sávio</mark> Moreira" in reader.get(PAGE, {"q": "savio"}).text


def test_the_page_links_to_the_player(reader):
    player = make_player("Joe Gomez")
    assert f'href="{player.get_absolute_url()}"' in reader.get(PAGE, {"q": "gomez"}).text


def test_the_page_links_to_the_club(reader):
    club = make_club("Liverpool")
    assert f'href="{club.get_absolute_url()}"' in reader.get(PAGE, {"q": "liv"}).text


def test_the_page_counts_clubs_and_players(reader):
    make_player("Marco Milan", club=make_club("Milan"))
    make_player("Milan Baros")
    assert "1 club and 2 players for “milan”" in reader.get(PAGE, {"q": "milan"}).text


def test_the_box_keeps_what_was_searched_for(reader):
    assert 'value="konaté"' in reader.get(PAGE, {"q": "konaté"}).text


def test_nothing_typed_invites_to_type(reader):
    response = reader.get(PAGE)
    assert (response.status_code, "Type any word" in response.text) == (200, True)


def test_nothing_found_says_so(reader):
    assert "Nothing found for “zzzz”" in reader.get(PAGE, {"q": "zzzz"}).text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("konatte", "Ibrahima Konaté"),
        ("vandijk", "Virgil van Dijk"),
        ("gyokerez", "Viktor Gyökeres"),
        ("liverpol", "Liverpool"),
        ("ibrahim konatte", "Ibrahima Konaté"),
    ],
)
def test_nothing_found_offers_names_spelt_almost_so(reader, text, name):
    make_club("Liverpool")
    for known_as in ("Ibrahima Konaté", "Virgil van Dijk", "Viktor Gyökeres"):
        make_player(known_as)
    assert f">{name}</a>" in reader.get(PAGE, {"q": text}).text


def test_no_club_without_a_page_is_offered(reader):
    make_elsewhere("Port Vale")
    assert "Port Vale" not in reader.get(PAGE, {"q": "portt"}).text


def test_two_letters_are_too_few_to_be_close_to_a_name():
    make_player("Bo Li")
    assert finding.close_names("bq") == []


def test_results_beyond_fifty_go_to_a_second_page(reader):
    for n in range(53):
        make_player(f"Silva {n:02}", slug=f"silva-{n}")
    assert shown(reader.get(PAGE, {"q": "silva", "page": 2})) == [
        "Silva 50",
        "Silva 51",
        "Silva 52",
    ]


def test_the_first_page_of_many_links_to_the_second(reader):
    for n in range(51):
        make_player(f"São {n:02}", slug=f"sao-{n}")
    assert 'href="?q=s%C3%A3o&amp;page=2"' in reader.get(PAGE, {"q": "são"}).text


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "1e9", "\x00", "9" * 5000])
def test_a_page_number_that_does_not_exist_shows_one_that_does(reader, number):
    make_player("Joe Gomez")
    assert shown(reader.get(PAGE, {"q": "gomez", "page": number})) == ["Joe Gomez"]


@pytest.mark.parametrize("address", [PAGE, SUGGESTIONS])
@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "a " * 5_000, "日本" * 200, "%_'\"\\", "\x00\x00", "<script>alert(1)</script>"],
)
def test_odd_texts_are_answered(reader, address, text):
    make_player("Joe Gomez")
    assert reader.get(address, {"q": text}).status_code == 200


@pytest.mark.parametrize("address", [PAGE, SUGGESTIONS])
def test_bytes_that_are_no_text_are_answered(reader, address):
    assert reader.get(f"{address}?q=%ff%fe%00").status_code == 200


@pytest.mark.parametrize("address", [PAGE, SUGGESTIONS])
def test_what_was_typed_is_escaped(reader, address):
    assert "<script>alert" not in reader.get(address, {"q": "<script>alert(1)"}).text


def test_a_name_is_escaped_around_its_marks(reader):
    make_player("Joe <b>Gomez", slug="joe")
    assert "Joe &lt;b&gt;<mark>Gom</mark>ez" in reader.get(PAGE, {"q": "gom"}).text


def test_a_very_long_text_is_cut(reader):
    assert len(finding.clean("x" * 10_000)) == finding.MAX_LETTERS


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", [PAGE, SUGGESTIONS])
def test_search_only_answers_questions(reader, address, method):
    assert getattr(reader, method)(address).status_code == 405


# Suggestions


def test_suggestions_are_a_fragment(htmx):
    make_player("Joe Gomez")
    assert "<html" not in htmx.get(SUGGESTIONS, {"q": "gom"}).text


def test_suggestions_are_options_for_the_list(htmx):
    make_player("Joe Gomez")
    assert htmx.get(SUGGESTIONS, {"q": "gom"}).text.count('role="option"') == 2


def test_at_most_eight_are_suggested(htmx):
    for n in range(12):
        make_player(f"Silva {n}", slug=f"silva-{n}")
    assert len(shown(htmx.get(SUGGESTIONS, {"q": "silva"}))) == 8


def test_the_last_suggestion_leads_to_all_results(htmx):
    for n in range(12):
        make_player(f"Silva {n}", slug=f"silva-{n}")
    assert "All 12 results for “silva”" in htmx.get(SUGGESTIONS, {"q": "silva"}).text


def test_a_single_result_is_called_one(htmx):
    make_player("Marc Guéhi")
    assert "1 result for “guehi”" in " ".join(htmx.get(SUGGESTIONS, {"q": "guehi"}).text.split())


def test_the_address_of_all_results_is_quoted(htmx):
    text = htmx.get(SUGGESTIONS, {"q": "a&b=/#c"}).text
    assert f'href="{PAGE}?q=a%26b%3D%2F%23c"' in text


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_an_empty_text_suggests_nothing(htmx, text):
    assert htmx.get(SUGGESTIONS, {"q": text}).text.strip() == ""


def test_no_match_is_announced(htmx):
    assert "No match for “zzz”." in htmx.get(SUGGESTIONS, {"q": "zzz"}).text


def test_suggestions_may_be_kept_for_a_moment_by_anybody(htmx):
    assert htmx.get(SUGGESTIONS, {"q": "a"}).headers["Cache-Control"] == "public, max-age=30"


def test_suggestions_do_not_depend_on_who_asks(editor):
    assert editor.htmx.get(SUGGESTIONS, {"q": "a"}).get("Vary", "") in ("", "Accept-Encoding")


def test_the_page_of_results_is_one_reader_s_own(reader):
    response = reader.get(PAGE, {"q": "a"})
    assert (response.headers["Cache-Control"], response.headers["Vary"]) == (
        "private, no-cache",
        "Cookie, Accept-Encoding",
    )


# What it costs


@pytest.fixture(params=[1, 30])
def men(request) -> None:
    club = make_club("Silva")
    for n in range(request.param):
        make_player(f"Silva {n}", slug=f"silva-{n}", club=club, natural="CB")


@pytest.mark.usefixtures("men")
def test_the_page_asks_three_queries_however_many_are_found(reader, django_assert_num_queries):
    with django_assert_num_queries(3):
        reader.get(PAGE, {"q": "silva"})


@pytest.mark.usefixtures("men")
def test_suggestions_ask_three_queries_however_many_are_found(htmx, django_assert_num_queries):
    with django_assert_num_queries(3):
        htmx.get(SUGGESTIONS, {"q": "sil"})


@pytest.mark.usefixtures("men")
def test_finding_nothing_asks_four_queries(reader, django_assert_num_queries):
    with django_assert_num_queries(4):
        reader.get(PAGE, {"q": "sylva"})


@pytest.mark.usefixtures("men")
def test_an_empty_text_only_asks_for_the_day(reader, django_assert_num_queries):
    with django_assert_num_queries(1):
        reader.get(PAGE)

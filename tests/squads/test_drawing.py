"""A chart laid out as shapes: nothing overlaps, no name is cut, everybody counted is drawn."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squads.drawing import (
    Absent,
    Chart,
    Facts,
    Group,
    Man,
    draw_chart,
    parted,
    png,
    shown_names,
    surname,
)
from squads.drawing.colours import LEVELS, WHITE, contrast, ground
from squads.drawing.layout import AREA, COMFORTABLE, FIELD, shared
from squads.drawing.panel import PANEL_WIDTH, wrapped
from squads.drawing.shapes import HEIGHT, WIDTH, Box, Text
from squads.drawing.text import FACES, FONTS, STRONG, drawable, width
from tests.running import ROOT

FACTS = Facts("Liverpool", "#c8102e", "#009a90", "30 Sep 2025", "4-2-3-1", "League", "Coach")
TEXTS = {"short": "1 of 4 · short", "exposed": "2 of 4 · exposed", "thin": "3 of 4 · thin"}
LONGEST = "Alexander-Arnold"

letters = st.text(st.characters(categories=("L", "Zs", "Pd")), min_size=1, max_size=40).filter(
    drawable
)
names = st.sampled_from(
    ["Gomez", "van Dijk", "Mamardashvili", LONGEST, "Łukasz Ødegaard", "i", "W" * 40, "三笘 薫"]
)
men = st.builds(Man, names, st.sampled_from(["", "75%"]))
absences = st.builds(
    Absent, names, st.sampled_from(["out", "suspended", "away", "personal"]), names, names
)


@st.composite
def groups(draw, y=50.0):
    starters = draw(st.integers(1, 3))
    level = draw(st.sampled_from(list(LEVELS)))
    string = st.lists(men, max_size=starters).map(tuple)
    return Group(
        position=draw(st.sampled_from(["GK", "CB", "RWB", "LWB"])),
        level=level,
        text=TEXTS.get(level, f"{2 * starters} of {2 * starters}"),
        starters=starters,
        first=draw(string),
        second=draw(string),
        absent=draw(st.lists(absences, max_size=4).map(tuple)),
        x=draw(st.floats(0, 100)),
        y=y,
    )


@st.composite
def charts(draw):
    count = draw(st.integers(1, 6))
    ys = [90 - 12 * n for n in range(count)]
    lines = [draw(st.lists(groups(y), min_size=1, max_size=3)) for y in ys]
    return Chart(FACTS, tuple(tuple(sorted(line, key=lambda g: g.x)) for line in lines))


def boxes(shapes, role):
    return [shape.box for shape in shapes if shape.role == role]


def overlap(one, other, slack=0.01):
    return (
        one.x < other.right - slack
        and other.x < one.right - slack
        and one.y < other.bottom - slack
        and other.y < one.bottom - slack
    )


@given(charts())
def test_cards_never_overlap_and_stay_on_the_pitch(chart):
    cards = boxes(draw_chart(chart), "card")
    assert all(card.within(AREA) for card in cards)
    assert not [pair for pair in combinations(cards, 2) if overlap(*pair)]


@given(charts())
def test_every_counted_man_is_drawn_whole_in_one_card(chart):
    shapes = draw_chart(chart)
    drawn = sorted(s.text for s in shapes if s.role == "name")
    assert drawn == sorted(
        drawable(man.name)
        for line in chart.lines
        for group in line
        for man in (*group.first, *group.second)
    )
    cards = boxes(shapes, "card")
    for name in boxes(shapes, "name"):
        assert sum(name.within(card, slack=1) for card in cards) == 1


@given(charts())
def test_no_text_is_wider_than_its_letters_or_lies_on_another(chart):
    shapes = [s for s in draw_chart(chart) if isinstance(s, Text)]
    for shape in shapes:
        assert 0 <= shape.width <= width(shape.text, shape.size, shape.face) + 0.01
    written = [s for s in shapes if s.role in ("name", "note", "position", "level")]
    for one, other in combinations(written, 2):
        assert not overlap(_flat(one), _flat(other), slack=0.1)


def _flat(text):
    """The part of a text's box that its small letters fill."""
    return Box(text.x, text.y - 0.5 * text.size, text.width, 0.5 * text.size)


@given(charts())
def test_each_place_is_a_name_or_an_open_box(chart):
    shapes = draw_chart(chart)
    everywhere = [group for line in chart.lines for group in line]
    open_places = sum(2 * g.starters - len(g.first) - len(g.second) for g in everywhere)
    assert len([s for s in shapes if s.role == "open" and s.kind == "rect"]) == open_places
    assert len(boxes(shapes, "pip")) == sum(2 * g.starters for g in everywhere)


@given(charts())
def test_everything_stands_in_the_picture_and_the_pitch_beside_the_panel(chart):
    whole = Box(0, 0, WIDTH, HEIGHT)
    for shape in draw_chart(chart):
        if shape.kind != "path":
            assert shape.box.within(whole, slack=1)
        if shape.role in ("name", "absent", "reason", "level"):
            assert shape.box.within(FIELD, slack=1)
        if shape.role == "panel" and shape.kind == "text":
            assert shape.box.right <= PANEL_WIDTH


def full(position, x, y, starters=1):
    string = tuple(Man(LONGEST) for _ in range(starters))
    return Group(position, "deep", "2 of 2 · deep", starters, string, string, x=x, y=y)


def test_the_fullest_lines_of_the_longest_names_keep_a_comfortable_size():
    back = (full("LB", 14, 25), full("CB", 50, 22, 2), full("RB", 86, 25))
    lines = [(full("ST", 50, y),) for y in (90, 70, 50)]
    chart = Chart(FACTS, (*lines, back, (full("GK", 50, 6),)))
    drawn = [s for s in draw_chart(chart) if s.role == "name"]
    assert min(s.size for s in drawn) >= COMFORTABLE
    assert all(s.width == pytest.approx(width(s.text, s.size, s.face)) for s in drawn)


def test_wingers_share_a_line_with_their_striker_where_there_would_be_six():
    wings = (full("LW", 16, 76), full("RW", 84, 76))
    middle = [(full(p, 50, y),) for p, y in (("CM", 56), ("DM", 42), ("CB", 22), ("GK", 6))]
    lines = shared([(full("ST", 50, 88),), wings, *middle])
    assert [[g.position for g in line] for line in lines[:2]] == [["LW", "ST", "RW"], ["CM"]]


def test_lines_of_men_who_would_stand_in_one_place_stay_apart():
    lines = [(full("CM", 50, y),) for y in (90, 75, 60, 45, 30, 6)]
    assert shared(lines) == lines


def texts(chart, role):
    return [s.text for s in draw_chart(chart) if s.role == role]


def absent_chart(*absent, starters=2):
    group = Group("CB", "thin", "3 of 4 · thin", starters, absent=absent)
    return Chart(FACTS, ((group,),))


def test_an_absent_man_is_struck_through_with_his_reason_and_return():
    chart = absent_chart(Absent("Leoni", "out", "ACL tear", "1 Sep 2026"))
    assert texts(chart, "absent") == ["Leoni"]
    assert texts(chart, "reason") == ["ACL tear · 1 Sep 2026"]
    assert len(boxes(draw_chart(chart), "strike")) == 1


def test_of_too_many_absent_men_the_first_are_named_and_the_others_counted():
    many = [Absent(f"{LONGEST} {n}", "out", "knee", "1 Dec") for n in "ABCD"]
    chart = absent_chart(*many, starters=1)
    assert texts(chart, "absent") == [] or texts(chart, "reason")[-1].startswith("+")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Virgil van Dijk", "van Dijk"),
        ("Micky van de Ven", "van de Ven"),
        ("Alexis Mac Allister", "Mac Allister"),
        ("Trent Alexander-Arnold", "Alexander-Arnold"),
        ("Emile Smith Rowe", "Smith Rowe"),
        ("Eric da Silva Moreira", "da Silva Moreira"),
        ("Vinícius Júnior", "Vinícius Júnior"),
        ("Son Heung-min", "Son"),
        ("Callum Hudson-Odoi", "Hudson-Odoi"),
        ("Ben White", "White"),
        ("Casemiro", "Casemiro"),
    ],
)
def test_a_man_is_called_by_his_whole_surname(name, short):
    assert surname(name) == short


def test_men_of_one_surname_get_an_initial_and_of_one_initial_their_whole_name():
    names = ["Toti Gomes", "Rodrigo Gomes", "Joao Gomes", "Jorge Gomes", "Tim Krul"]
    shown = shown_names(dict.fromkeys(names, ""))
    assert list(shown.values()) == ["T. Gomes", "R. Gomes", "Joao Gomes", "Jorge Gomes", "Krul"]


def test_a_short_name_stands_for_the_surname():
    shown = shown_names({"Alisson Becker": "Alisson", "João Pedro": "João Pedro", "Ben White": ""})
    assert list(shown.values()) == ["Alisson", "João Pedro", "White"]


@pytest.mark.parametrize(
    ("name", "short", "parts"),
    [
        ("Alisson Becker", "Alisson", ("", "Alisson")),
        ("João Pedro", "João Pedro", ("", "João Pedro")),
        ("Virgil van Dijk", "", ("Virgil", "van Dijk")),
        ("Son Heung-min", "", ("", "Son Heung-min")),
    ],
)
def test_a_name_is_parted_where_what_he_is_called_ends_it(name, short, parts):
    assert parted(name, short) == parts


@given(st.lists(letters.map(drawable), unique=True, max_size=12))
def test_no_two_men_are_called_the_same(found):
    shown = shown_names(dict.fromkeys(found, ""))
    assert len(set(shown.values())) == len(found)


@given(st.text(max_size=30))
def test_whatever_is_written_is_drawn_in_letters_the_fonts_have(words):
    assert width(drawable(words), 20) >= 0


def test_letters_of_the_clubs_languages_are_in_the_fonts():
    words = "Łukasz Ødegaard Šeško Kadıoğlu Čavlina Þórðarson Nuñez Ő ẞ Вратарь Γκολ"
    assert drawable(words) == words


def test_letters_that_the_fonts_lack_are_spelt():
    assert drawable("三笘 薫").isascii() and drawable("三笘 薫")


@pytest.mark.parametrize("face", FACES)
def test_widths_are_those_that_the_painter_draws(face):
    words = "nnnnnnnnnnnnnnnnnnnn"
    wide = width(words, 40, face)
    assert inked(words, face, "") == pytest.approx(wide, abs=4)
    assert inked(words, face, f' textLength="{wide / 2}" lengthAdjust="spacingAndGlyphs"') < (
        0.55 * wide
    )


def inked(words, face, more):
    """Return how wide a text is painted: the picture is empty from there on."""
    family, weight, _ = FACES[face]

    def painted(clip):
        return png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="60">'
            f'<clipPath id="c"><rect width="{clip}" height="60"/></clipPath>'
            '<g clip-path="url(#c)">'
            f'<text y="45" font-family="{family}" font-weight="{weight}" font-size="40"{more}>'
            f"{words}</text></g></svg>"
        )

    whole = painted(1000)
    low, high = 0, 1000
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if painted(middle) == whole else (middle + 1, high)
    return low


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_white_is_legible_on_every_clubs_colour(colour):
    assert contrast(ground(colour), WHITE) >= 5.5


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_legible_on_its_ground(level):
    assert contrast(*LEVELS[level]) >= 4.5


def test_levels_have_the_colours_of_the_light_pages():
    tokens = (ROOT / "static/css/tokens.css").read_text("utf-8")
    for level, colours in LEVELS.items():
        for name, colour in zip((level, f"{level}-bg"), colours, strict=True):
            assert re.search(rf"--{name}: light-dark\({colour},", tokens)


@pytest.mark.parametrize("name", ["Wolverhampton Wanderers", "Brighton & Hove Albion", "Ajax"])
def test_a_clubs_name_stands_whole_in_at_most_three_lines(name):
    size, lines = wrapped(name)
    assert " ".join(lines) == name and len(lines) <= 3 and size >= 34


def test_the_fonts_licence_lies_beside_them():
    assert "SIL Open Font License" in (FONTS / "LICENSE").read_text("utf-8")
    assert all((FONTS / file).exists() for _, _, file in FACES.values())


def test_a_note_stands_behind_the_doubtful_mans_name():
    group = Group("ST", "deep", "2 of 2", 1, (Man("Isak", "75%"),), (Man("Chiesa"),))
    shapes = draw_chart(Chart(FACTS, ((group,),)))
    name = next(s for s in shapes if s.role == "name" and s.face == STRONG)
    note = next(s for s in shapes if s.role == "note")
    assert note.text == "75%" and note.x > name.box.right and note.y == name.y

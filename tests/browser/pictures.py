"""The pictures of the documents, made anew:

    uv run --with pillow pytest -m browser tests/browser/pictures.py

They are no tests, so nobody collects them; what they need, a browser and the seeds on a server,
is what the tests of this folder need. Pillow makes small files of what Chromium writes.
"""

import io
import json
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests import running
from tests.squads import fpl_answers

FOLDER = running.ROOT / "docs" / "pictures"
WIDE, DESKTOP, PHONE, HEIGHT = 1280, 1120, 390, 900
COLOURS = 192
EDGE = 16  # pixels around what is shown
CHART = "/clubs/liverpool/?view=pitch"
KONATE = "pitch-CB-ibrahima-konate"
# What the feed says of Konaté, under the code that he has in seeds/clubs/liverpool/players.csv.
SAID = {
    "code": 204716,
    "first_name": "Ibrahima",
    "second_name": "Konaté",
    "birth_date": "1999-05-25",
    "status": "d",
    "chance_of_playing_next_round": 75,
    "news": "Hamstring injury - 75% chance of playing",
    "news_added": "2025-09-30T06:00:00Z",
}


def sized(width: int) -> dict[str, object]:
    """Return what a browser is opened with: nothing moves in it."""
    return {"viewport": {"width": width, "height": HEIGHT}, "reduced_motion": "reduce"}


def take(page: Page, name: str, last: str, first: str = "", edge: int = EDGE) -> None:
    """Write a page from `first`, or its top, to `last` and `edge` pixels more.

    Where both are the same it is that element alone, with an edge all around.
    """
    page.wait_for_timeout(400)  # for the live mark, and for fonts
    page.evaluate("window.scrollTo(0, 0)")
    end = page.locator(last).first.bounding_box()
    left, top, width = 0, 0, page.viewport_size["width"]
    if first == last:
        left, top, width = end["x"] - edge, end["y"] - edge, end["width"] + 2 * edge
    elif first:
        top = page.locator(first).first.bounding_box()["y"]
    height = end["y"] + end["height"] + edge - top
    clip = {"x": left, "y": top, "width": width, "height": height}
    write(name, page.screenshot(full_page=True, clip=clip, caret="hide"))


def take_both(page: Page, name: str, last: str) -> None:
    """Write a page in both themes, from its top."""
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        take(page, f"{name}-{theme}", last)


def write(name: str, png: bytes) -> None:
    """Keep a picture in a palette of its own, which makes it three times smaller."""
    method, dither = Image.Quantize.MEDIANCUT, Image.Dither.NONE
    small = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, method, dither=dither)
    FOLDER.mkdir(exist_ok=True)
    small.save(FOLDER / f"{name}.png", optimize=True)


def test_what_a_reader_sees(new_page):
    page = new_page(**sized(WIDE))
    page.goto(CHART)
    take_both(page, "chart", ".cover-panel")
    page.goto("/clubs/liverpool/timeline/")
    take(page, "timeline", ".heat-legend", first="main")
    page.goto("/windows/3/")
    take(page, "board", ".board-grid tbody tr:nth-child(9)", first="main", edge=0)
    page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
    page.goto("/links/5/")
    take_both(page, "link", ".level-help")
    page.goto("/compare/?club=liverpool&on=2025-09-20&other=liverpool")
    take(page, "compare", "tr:has-text('Gomez')", first="main", edge=0)
    page.goto("/api/v1/docs")
    thin = "details:has(summary:has-text('/api/v1/thin'))"
    page.click(f"{thin} summary")
    page.fill(f"{thin} [name=club]", "liverpool")
    page.click(f"{thin} button")
    expect(page.locator(f"{thin} pre")).to_contain_text("CB")
    take(page, "api", thin, first=thin)


def test_what_a_reader_sees_on_a_phone(new_page):
    page = new_page(**sized(PHONE))
    page.goto("/clubs/liverpool/?view=table")
    page.click("text=Got it")
    take(page, "phone", "#table-CB", edge=0)


def test_what_an_analyst_plans(new_page, sign_in):
    """Gomez goes; he goes and Guéhi comes."""
    page = sign_in(new_page(**sized(DESKTOP)), "analyst")
    made = []
    for name, comes in (("Gomez to Milan", ""), ("Gomez to Milan, Guéhi in", "Marc Guéhi")):
        page.goto("/clubs/liverpool/scenarios/add/")
        page.check("[name=links]")
        page.fill("#id_name", name)
        page.click("#scenario-make")
        expect(page.locator("h1")).to_have_text(name)
        if comes:
            page.click("#suppose-in summary")
            page.fill("#in-player", comes)
            page.click("#in-save")
            expect(page.locator(".scenario-moves")).to_contain_text(comes)
        made.append(page.url.partition("/scenarios/")[2].partition("/")[0])
    page.goto(f"/scenarios/compare/?ids={','.join(made)}")
    take(page, "scenarios", "#compare-DM", first="main", edge=0)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.goto("/clubs/liverpool/candidates/CB/")
    take(page, "candidates", ".candidate-table tbody tr:nth-child(5)", first="main", edge=0)


def test_what_an_editor_enters(new_page, sign_in, given):
    """Konaté is hurt, and a feed says otherwise; Bradley should be back."""
    page = sign_in(new_page(**sized(DESKTOP)), "editor")
    page.goto(CHART)
    page.click(f"#edit-link-{KONATE}")
    page.click(f"#{KONATE}-injury")
    report(page.locator(f"#edit-{KONATE}"), "Hamstring injury", "", "2025-11-12")
    page.fill("[name=link]", "https://news.example.org/konate-out-until-november")
    take(page, "injury", "#pitch-CB", first="#pitch-CB")
    page.click(f"#{KONATE}-save")
    expect(page.locator("#pitch-CB .level")).to_have_text("2 of 4 · exposed")
    take(page, "saved", "#pitch-CB", first="#pitch-CB")
    page.goto("/players/conor-bradley/injuries/add/")
    report(page.locator("main"), "Knock", "2025-09-12", "2025-09-27")
    page.click("main button.is-primary")
    expect(page.locator("#messages")).to_contain_text("Conor Bradley")
    answer = Path(given["VAR_DIR"]) / "answer.json"
    answer.write_text(json.dumps(fpl_answers.answer(fpl_answers.listed(**SAID))))
    done = running.manage("sync_fpl", "--file", str(answer), **given)
    assert done.returncode == 0, done.stderr
    page.goto("/feeds/")
    take(page, "feeds", ".feed-row", first=".feed-row", edge=4)
    page.goto("/admin/")
    take(page, "admin", ".desk", first="#container", edge=0)


def report(form: Locator, diagnosis: str, since: str, back: str) -> None:
    form.locator("[name=diagnosis]").fill(diagnosis)
    form.locator("[name=expected_until]").fill(back)
    if since:
        form.locator("[name=began_on]").fill(since)

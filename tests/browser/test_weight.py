"""What a first visit costs: bytes as the server sends them, bodies packed and heads and all."""

import httpx
import pytest

KB = 1000  # bytes
MOST, MOST_SCRIPTS = 100 * KB, 45 * KB
MOST_SHIFT = 0.02  # of the window, by how far it moved; up to 0.1 is called good
SHIFTS = """() => new Promise((done) => {
    const told = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const moved = entry.sources.map(({node, previousRect: from, currentRect: to}) =>
                `${node?.localName}.${node?.className} from ${from.x},${from.y} `
                + `${from.width}x${from.height} to ${to.x},${to.y} ${to.width}x${to.height}`);
            told.push([entry.value, moved.join("; ")]);
        }
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(told), 300);
})"""
# The icon is asked for when all else is there; this waits for it.
ICONS = """() => Promise.all([...document.querySelectorAll("link[rel~=icon]")].map(
    (link) => fetch(link.href).then((answer) => answer.blob())))"""

pytestmark = pytest.mark.slow


def visit(page, address: str) -> list[tuple[str, str, int]]:
    """Open a page for the first time; returns what was fetched: kind, path and bytes."""
    done = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(address)
    page.evaluate(ICONS)
    return [
        (request.resource_type, request.url.partition("://")[2].partition("/")[2], weight(request))
        for request in done
        if request.resource_type != "eventsource" and weight(request)
    ]


def weight(request) -> int:
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def table(rows: list[tuple[str, str, int]]) -> str:
    """Return what was fetched as a table: the sum of each kind, then each file, heaviest first."""
    kinds = dict.fromkeys(kind for kind, _, _ in rows)
    sums = [(kind, "all", sum(n for k, _, n in rows if k == kind)) for kind in kinds]
    lines = [("", "all", sum(n for _, _, n in rows)), *sums, *sorted(rows, key=lambda r: -r[2])]
    return "\n".join(f"{size:8,}  {kind:10} {path}" for kind, path, size in lines)


@pytest.fixture(scope="module", params=["/clubs/liverpool/", "/clubs/liverpool/?view=pitch"])
def fetched(request, browser, site):
    with browser.new_context(base_url=site.url) as context:
        rows = visit(context.new_page(), request.param)
    print(f"\n{request.param}\n{table(rows)}")
    return rows


def test_the_first_visit_of_a_chart_is_light(fetched):
    total = sum(size for _, _, size in fetched)
    assert total <= MOST, table(fetched)


def test_the_scripts_are_light(fetched):
    scripts = [row for row in fetched if row[0] == "script"]
    assert 0 < sum(size for _, _, size in scripts) <= MOST_SCRIPTS, table(scripts)


def test_the_page_itself_comes_packed(site):
    """Not by a proxy alone: `demo` has none."""
    answer = httpx.get(f"{site.url}/clubs/liverpool/", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers.get("Content-Encoding") in ("br", "gzip")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("address", ["/", "/clubs/liverpool/", "/thin/", "/links/1/"])
def test_next_to_nothing_moves_while_a_page_comes(new_page, address, width):
    """A browser that draws a page before all of it is there may wrap a line anew, no more."""
    page = new_page(first_visit=True, viewport={"width": width, "height": 900})
    page.goto(address)
    moved = page.evaluate(SHIFTS)
    assert sum(value for value, _ in moved) < MOST_SHIFT, moved

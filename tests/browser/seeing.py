"""What is measured of a page once it is open: axe's rules, structure, tables and width.

A theme changes colours and nothing else (every one of them comes from `light-dark()`), so all
rules run once in either theme and once in either size, and the one on colours in all four.
"""

from collections import defaultdict
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"  # the dearest rule of all: see DISTINCT
DESKTOP, PHONE, ZOOMED = 1440, 390, 320  # 320 is a window of 1280 at 400 %
HEIGHT = 900
SHOWN = 3  # places of each rule: what is wrong in one row is wrong in all
QUICK = {"resultTypes": ["violations"], "preload": False, "iframes": False}
TAGGED = {"type": "tag", "values": TAGS}
ALL_RULES = QUICK | {"runOnly": TAGGED, "rules": {CONTRAST: {"enabled": False}}}
COLOURS = QUICK | {"runOnly": [CONTRAST]}
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Of all that is written in the same colours, at the same size, by the same classes and on the
# same ground, one, and once: a table of 300 rows is as legible as its first, and what was
# legible on a desktop is so on a phone.
DISTINCT = """() => {
    const grounds = new Map();
    const groundOf = (element) => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const style = getComputedStyle(element);
            grounds.set(element, [groundOf(element.parentElement), element.localName,
                element.getAttribute("class"), style.backgroundColor, style.backgroundImage,
                style.opacity].join("|"));
        }
        return grounds.get(element);
    };
    const judged = (window.judged ??= new Set());
    const chosen = [];
    const choose = (element, key) => judged.has(key) || (judged.add(key), chosen.push(element));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const key = [groundOf(element), style.color, style.fontSize, style.fontWeight].join("|");
        choose(element, key);
    }
    for (const field of document.querySelectorAll("input, select, textarea")) {
        const key = `${groundOf(field)}|${getComputedStyle(field).color}|${field.type}`;
        if (field.checkVisibility()) choose(field, key);
    }
    return chosen;
}"""

RUN = "async ([rules, all]) => { const distinct = " + DISTINCT + ";" + """
    for (const moving of document.getAnimations()) {  // Django's own pages fade to a theme
        if (moving instanceof CSSTransition) moving.finish();
    }
    const where = all ? [document] : distinct();
    if (!where.length) return [];
    const found = await axe.run({include: where}, rules);
    const why = (node) => node.failureSummary.split("\\n").slice(1).join(" ").trim();
    return found.violations.flatMap((rule) => rule.nodes.map(
        (node) => [rule.id, node.target.join(" "), why(node)]));
}"""  # fmt: skip

STRUCTURE = """() => {
    const wrong = [];
    const seen = (selector) => [...document.querySelectorAll(selector)].filter(
        (element) => element.checkVisibility());
    const count = (selector, most, least) => {
        const found = seen(selector).length;
        if (found > most || found < least) wrong.push(`${found} of ${selector}`);
    };
    count("h1", 1, 1);
    count("main", 1, 1);
    if (!document.body.matches(".login")) {  // Django's own page has its own frame
        count("body > header", 1, 1);
        count("body > footer", 1, 1);
        count("nav", 9, 1);
    }
    let level = 0;
    for (const heading of seen("h1, h2, h3, h4, h5, h6")) {
        const next = Number(heading.localName[1]);
        if (level && next > level + 1) {
            wrong.push(`h${next} after h${level}: ${heading.textContent.trim().slice(0, 40)}`);
        }
        level = next;
    }
    for (const table of seen("table")) {
        const named = table.caption?.textContent.trim() || table.getAttribute("aria-label")
            || document.getElementById(table.getAttribute("aria-labelledby"))?.textContent.trim();
        if (!named) wrong.push(`a table without a name: ${table.id || table.className}`);
    }
    if (!document.title.trim()) wrong.push("no title");
    return wrong;
}"""

# What sticks out to the right may do so within a region of its own that scrolls, and where
# it is there for listeners only.
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    const scrolls = (element) => element && (
        ["auto", "scroll"].includes(getComputedStyle(element).overflowX)
        || scrolls(element.parentElement));
    const hidden = (element) => element && (
        (element.clientWidth <= 1 && getComputedStyle(element).overflowX !== "visible")
        || getComputedStyle(element).clipPath.startsWith("inset(50%")
        || hidden(element.parentElement));
    const wrong = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.right > room + 1 && box.width > 1 && element.checkVisibility()
            && !element.closest("svg, option") && !scrolls(element.parentElement)
            && !hidden(element);
    }).map((element) => `${element.localName}.${element.className}#${element.id} ends at `
        + Math.round(element.getBoundingClientRect().right));
    const sideways = document.documentElement.scrollWidth;
    if (sideways > room) wrong.unshift(`the page is ${sideways} wide`);
    return wrong.slice(0, 5);
}"""


def findings(page: Page) -> list[str]:
    """Return all that is wrong with an open page, in words: theme and size, rule, place, why.

    The page is in a desktop's size and in the light theme, with no motion.
    """
    wrong = [f"structure: {line}" for line in page.evaluate(STRUCTURE)]
    page.evaluate(AXE_SCRIPT)  # the content policy lets it be: it is no script of the page
    wrong += _broken(page, "light", DESKTOP, ALL_RULES)
    wrong += _broken(page, "light", DESKTOP, COLOURS)
    page.emulate_media(color_scheme="dark")
    wrong += _broken(page, "dark", DESKTOP, COLOURS)
    resize(page, PHONE)
    wrong += _too_wide(page, PHONE)
    wrong += _broken(page, "dark", PHONE, ALL_RULES)
    wrong += _broken(page, "dark", PHONE, COLOURS)
    page.emulate_media(color_scheme="light")
    wrong += _broken(page, "light", PHONE, COLOURS)
    resize(page, ZOOMED)
    return wrong + _too_wide(page, ZOOMED)


def legible(page: Page) -> list[str]:
    """Return what is hard to read or too wide in either theme and size."""
    page.evaluate(AXE_SCRIPT)
    wrong = []
    for width in (DESKTOP, PHONE):
        resize(page, width)
        wrong += _too_wide(page, width)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            wrong += _broken(page, theme, width, COLOURS)
    return wrong


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate(SETTLED)


def _broken(page: Page, theme: str, width: int, rules: dict[str, Any]) -> list[str]:
    found = page.evaluate(RUN, [rules, rules is not COLOURS])
    by_rule = defaultdict(list)
    for rule, place, why in found:
        by_rule[rule].append(f"{place}: {why}")
    return [
        f"{theme} {width}: {rule}, {len(places)} times: {' | '.join(places[:SHOWN])}"
        for rule, places in by_rule.items()
    ]


def _too_wide(page: Page, width: int) -> list[str]:
    return [f"{width}: {line}" for line in page.evaluate(TOO_WIDE)]

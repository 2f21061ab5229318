"""Lighthouse on the main pages: `uv run python tests/browser/lighthouse.py`.

It is no test of the suite, which has no time for it. It serves the seeds from an empty folder, as
`manage.py demo` does (plain HTTP, files hashed and packed), installs the Lighthouse that
lighthouse/package-lock.json pins, looks at each page as a phone and as a desktop, prints scores,
measurements and what was found wanting, and writes the same to a file. Exit status 1 if a score
is under 95.

It needs Chromium, Node 18.16 or newer and npm. Scores of speed mean little on a busy machine:
`--runs 3` takes the middle one of three.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).with_suffix("")
PAGES = {"home": "/", "chart": "/clubs/liverpool/", "thin": "/thin/", "link": "/links/1/"}
DEVICES = {"mobile": [], "desktop": ["--preset=desktop"]}
CATEGORIES = {
    "performance": "Perf",
    "accessibility": "A11y",
    "best-practices": "Best",
    "seo": "SEO",
}
METRICS = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
    "total-byte-weight": "Bytes",
}
LEAST = 95
TRIES = 2
PATIENCE = 180  # seconds, for one run of Lighthouse or for the seeds


@dataclass(frozen=True)
class Result:
    """What Lighthouse found on one page with one device."""

    page: str
    device: str
    report: dict[str, Any]

    @property
    def scores(self) -> list[int]:
        """The scores in the order of CATEGORIES, 0 to 100; 0 where one could not be had."""
        found = self.report["categories"]
        return [round(100 * (found[name]["score"] or 0)) for name in CATEGORIES]

    @property
    def measured(self) -> list[str]:
        audits = self.report["audits"]
        values = [audits[name]["numericValue"] for name in METRICS]
        *times, shift, size = values
        return [*(f"{value:,.0f} ms" for value in times), f"{shift:.3f}", f"{size:,.0f}"]

    @property
    def wanting(self) -> list[str]:
        """Audits that were not passed, those that count for a score first."""
        weights = {
            reference["id"]: reference["weight"]
            for category in self.report["categories"].values()
            for reference in category["auditRefs"]
        }
        audits = self.report["audits"].values()
        failed = [a for a in audits if a["score"] is not None and a["score"] < 0.9]
        failed.sort(key=lambda audit: -weights.get(audit["id"], 0))
        return [told(audit, counts=weights.get(audit["id"], 0) > 0) for audit in failed]


def told(audit: dict[str, Any], *, counts: bool) -> str:
    value = f", {audit['displayValue']}" if audit.get("displayValue") else ""
    return f"{audit['id']} ({audit['title']}{value}){'' if counts else ', of no weight'}"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the seeds from an empty folder while the block lasts; yields the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)],
        env=kept | {"VAR_DIR": str(folder)}, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Raise RuntimeError unless somebody listens in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The site did not come up.")


def installed(folder: Path) -> Path:
    """Install what is pinned into a folder, unless that was done; returns the program."""
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    lock = folder / "package-lock.json"
    pinned = (PINNED / lock.name).read_text()
    if not program.exists() or not lock.exists() or lock.read_text() != pinned:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", lock.name):
            shutil.copy(PINNED / name, folder)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=folder, check=True,
        )  # fmt: skip
    return program


def measure(program: Path, url: str, device: str, runs: int) -> dict[str, Any]:
    """Return the report of the run whose performance is the middle one."""
    reports = [run(program, url, device) for _ in range(runs)]
    reports.sort(key=lambda report: report["categories"]["performance"]["score"] or 0)
    return reports[len(reports) // 2]


def run(program: Path, url: str, device: str) -> dict[str, Any]:
    """Run Lighthouse, and once more if its browser was too slow to answer it.

    Raises RuntimeError with the end of what it said when that failed too.
    """
    command = [
        "node", str(program), url, "--quiet", "--output=json", "--output-path=stdout",
        "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu", *DEVICES[device],
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _ in range(TRIES):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
    raise RuntimeError(f"{url}, {device}: {done.stderr[-500:]}")


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        raise SystemExit("No Chromium is installed.")
    return found


def summary(results: list[Result]) -> str:
    """Return the table of all results, and what was wanting under which of them, as Markdown."""
    head = ["Page", "Device", *CATEGORIES.values(), *METRICS.values()]
    rows = [
        [result.page, result.device, *map(str, result.scores), *result.measured]
        for result in results
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [line(row, widths) for row in (head, ["-" * width for width in widths], *rows)]
    where: dict[str, list[str]] = {}
    for result in results:
        for audit in result.wanting:
            where.setdefault(audit, []).append(f"{result.page} {result.device}")
    wanting = [f"- {audit}: {', '.join(places)}" for audit, places in where.items()]
    version = results[0].report["lighthouseVersion"]
    return "\n".join([f"Lighthouse {version}", "", *lines, "", "Not passed:", "", *wanting, ""])


def line(cells: list[str], widths: list[int]) -> str:
    return "| " + " | ".join(map(str.ljust, cells, widths)) + " |"


def main() -> int:
    """Return the exit status."""
    parser = argparse.ArgumentParser(description="Lighthouse on the main pages.")
    parser.add_argument("--runs", type=int, default=1, help="of each page and device (1)")
    parser.add_argument("--scratch", type=Path, help="where to install, kept for the next time")
    parser.add_argument("--summary", type=Path, default=ROOT / "var" / "lighthouse.md")
    given = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory(prefix="twodeep-lighthouse-") as name:
        folder = Path(name)
        program = installed(given.scratch or folder / "npm")
        with serving(folder / "var") as site:
            for page, path in PAGES.items():
                for device in DEVICES:
                    report = measure(program, site + path, device, given.runs)
                    results.append(Result(page, device, report))
                    print(f"{page} {device}: {results[-1].scores}", file=sys.stderr, flush=True)
    text = summary(results)
    print(text)
    given.summary.parent.mkdir(parents=True, exist_ok=True)
    given.summary.write_text(text)
    return int(any(score < LEAST for result in results for score in result.scores))


if __name__ == "__main__":
    sys.exit(main())

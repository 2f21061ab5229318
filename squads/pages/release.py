"""What tells one state of the code from the next, for validators of cached pages."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

WATCHED = (
    "templates/**/*.html",
    "templates/**/*.svg",
    "squads/**/*.py",
    "squads/**/*.ttf",
    "transfers/**/*.py",
    "static/**/*.css",
    "static/**/*.js",
)


@cache
def release() -> str:
    """Return a short name of what would be rendered; worked out once, at first use.

    The same on every machine that runs the same code, whenever it came there.
    """
    base, digest = Path(settings.BASE_DIR), hashlib.sha256()
    for pattern in WATCHED:
        for path in sorted(base.glob(pattern)):
            digest.update(f"{path.relative_to(base).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]

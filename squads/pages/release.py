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
    """Return a short name of what would be rendered; worked out once, at first use."""
    digest = hashlib.sha256()
    for pattern in WATCHED:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            facts = path.stat()
            digest.update(f"{path.name}:{facts.st_mtime_ns}:{facts.st_size};".encode())
    return digest.hexdigest()[:12]

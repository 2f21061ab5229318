"""The project's settings with views that do what the site's own never would."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.serving.urls"
SEEDS_DIR = Path(os.environ.get("SEEDS_FOR_TESTS", SEEDS_DIR))  # noqa: F405
LIVE_BEAT_SECONDS = float(os.environ.get("BEAT_FOR_TESTS", LIVE_BEAT_SECONDS))  # noqa: F405
LIVE_PATIENCE_SECONDS = float(os.environ.get("PATIENCE_FOR_TESTS", LIVE_PATIENCE_SECONDS))  # noqa: F405

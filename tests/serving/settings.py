"""The project's settings with views that do what the site's own never would."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.serving.urls"
SEEDS_DIR = Path(os.environ.get("SEEDS_FOR_TESTS", SEEDS_DIR))  # noqa: F405

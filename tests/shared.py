"""The real data beside the project, which is no part of it: a machine may have none."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from tests import running

DATA = running.ROOT.parent / "shared" / "data"

Test = TypeVar("Test", bound=Callable[..., object])


def reads_shared(test: Test) -> Test:
    """Mark a test that reads `DATA`: skipped, saying so, where that folder is missing."""
    missing = pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no shared data at {DATA}")
    return pytest.mark.shared(missing(test))

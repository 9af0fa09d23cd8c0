"""What every journey stands on."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import scripted_models


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> Iterator[None]:
    """Let children be interrupted also where the tests run in the background.

    A shell starts what it puts into the background with interrupts ignored, and children inherit
    that; a signal that is caught here is back at its default in them.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home of its own to what is run."""
    return tmp_path


@pytest.fixture(scope="module")
def models() -> Iterator[str]:
    """Give the address of scripted models."""
    with scripted_models() as address:
        yield address


@pytest.fixture
def open_home() -> Iterator[Path]:
    """Give a folder that other users reach as well: pytest's own is root's alone."""
    with tempfile.TemporaryDirectory(prefix="hexascope-journey-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)

"""What every journey stands on."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> Iterator[None]:
    """Let children be interrupted also where the tests run in the background.

    A shell starts what it puts into the background with interrupts ignored, and children inherit
    that; a signal that is caught here is back at its default in them.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)

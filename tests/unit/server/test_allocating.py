import ctypes

import pytest

from hexascope.server.allocating import M_ARENA_MAX, MOST_ARENAS, bound_heaps


class Library:
    """A C library that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def mallopt(self, name: int, value: int) -> int:
        self.told.append((name, value))
        return 1


def test_glibc_is_told_to_keep_few_heaps(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    bound_heaps()

    assert (M_ARENA_MAX, MOST_ARENAS) in library.told


def test_a_c_library_that_knows_no_such_call_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str | None] = []

    def other(name: str | None) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", other)
    bound_heaps()

    assert asked == [None]

"""Who holds a socket: from the walk over descriptors that a look has made, else from a new one."""

import os
import socket
from collections.abc import Iterator

import pytest

from hexascope.collect.calls import holders
from hexascope.collect.calls.holders import remember_sockets, socket_owners
from hexascope.collect.calls.opened import opened_files
from hexascope.kit import clock

MOST = "200000"


class Walks:
    """Counts the processes whose descriptors are walked."""

    def __init__(self) -> None:
        self.pids: list[int] = []
        self._take = holders._take

    def take(self, pid: int, wanted: dict[str, str], owners: dict[str, object]) -> int:
        self.pids.append(pid)
        return self._take(pid, wanted, owners)  # type: ignore[arg-type]  # the same table


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walks]:
    counted = Walks()
    monkeypatch.setattr(holders, "_take", counted.take)
    monkeypatch.setattr(holders, "_recent", {})
    remember_sockets({}, -1e9)
    yield counted
    remember_sockets({}, -1e9)


@pytest.fixture
def held() -> Iterator[str]:
    with socket.socket() as one:
        yield str(os.fstat(one.fileno()).st_ino)


def test_a_socket_that_the_walk_for_open_files_saw_needs_no_second_walk(
    walks: Walks, held: str
) -> None:
    opened_files()

    assert socket_owners(held, MOST) == {held: os.getpid()}
    assert walks.pids == []


def test_without_such_a_walk_the_processes_are_walked(walks: Walks, held: str) -> None:
    assert socket_owners(held, MOST) == {held: os.getpid()}
    assert os.getpid() in walks.pids


def test_a_socket_that_came_after_the_walk_is_found_by_another(walks: Walks, held: str) -> None:
    opened_files()
    with socket.socket() as later:
        inode = str(os.fstat(later.fileno()).st_ino)
        owners = socket_owners(f"{held},{inode}", MOST)

    assert owners == {held: os.getpid(), inode: os.getpid()}
    assert os.getpid() in walks.pids


def test_a_walk_of_an_earlier_look_is_not_believed(
    walks: Walks, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_files()
    now = clock.monotonic()
    monkeypatch.setattr("hexascope.kit.clock.monotonic", lambda: now + 1.5)

    assert socket_owners(held, MOST) == {held: os.getpid()}
    assert os.getpid() in walks.pids


def test_of_several_holders_the_youngest_is_told_and_who_held_one_before_goes_first(
    walks: Walks,
) -> None:
    remember_sockets({"socket:[7]": [30, 20, 10]}, clock.monotonic())

    assert socket_owners("7", MOST) == {"7": 30}
    holders._recent.clear()
    holders._recent[20] = None
    assert socket_owners("7", MOST) == {"7": 20}
    assert walks.pids == []


def test_who_was_found_in_the_walk_is_asked_first_the_next_time(walks: Walks, held: str) -> None:
    opened_files()
    socket_owners(held, MOST)
    remember_sockets({}, -1e9)

    socket_owners(held, MOST)

    assert walks.pids == [os.getpid()]


def test_a_socket_that_nobody_holds_has_no_owner(walks: Walks) -> None:
    opened_files()

    assert socket_owners("0", MOST) == {}

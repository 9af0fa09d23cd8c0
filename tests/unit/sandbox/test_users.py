import os
import socket

import pytest

from hexascope.domain.errors import NoSandbox
from hexascope.sandbox import users
from hexascope.sandbox.users import FIRST_USER, USERS, lent, users_of_processes


@pytest.fixture(autouse=True)
def _names_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lend other ids than those of jobs that run meanwhile, and as if we were root."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(users, "FIRST_USER", FIRST_USER + 10_000 + os.getpid() % 1000 * USERS)


def test_two_jobs_have_two_users() -> None:
    with lent(iter(())) as one, lent(iter(())) as two:
        assert None not in (one, two)
        assert one != two
    with lent(iter(())) as again:
        assert again == one


def test_a_user_that_has_a_process_is_not_lent() -> None:
    with lent(iter(())) as free:
        assert free is not None
    with lent(iter([free])) as other:
        assert other != free


def test_a_user_that_someone_else_holds_is_not_lent() -> None:
    with lent(iter(())) as free:
        pass
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(f"\0hexascope-sandbox-{free}")
        with lent(iter(())) as other:
            assert other != free


def test_a_user_with_a_name_is_not_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "FIRST_USER", 0)  # root has a name

    with lent(iter(())) as first:
        assert first is not None
        assert first > 0


def test_when_all_are_lent_it_says_so() -> None:
    everyone = range(users.FIRST_USER, users.FIRST_USER + USERS)

    with pytest.raises(NoSandbox, match="all 64 user ids"), lent(iter(everyone)):
        pass


def test_who_is_not_root_lends_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with lent() as user:
        assert user is None


def test_the_users_of_processes_are_seen() -> None:
    assert os.getuid() in set(users_of_processes())

"""hexascope users: people let in again from the server's own terminal."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Parts
from hexascope.cli.main import main
from hexascope.services.access.setting_up import link_is_for
from hexascope.store.database.accounts.users import Users
from hexascope.store.database.audit import AuditLog
from tests.support.people import Person, person
from tests.support.serving import known_with

T = TypeVar("T")


class Ran:
    """Runs `hexascope users …` and gives what it said; `error` is what it complained of."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.error = ""
        said = known_with(folder).settings.server
        monkeypatch.setenv("XDG_STATE_HOME", str(folder))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        monkeypatch.setenv("HEXASCOPE_SERVER__STORE", said.store)
        monkeypatch.setenv("HEXASCOPE_SERVER__MASTER_KEY_FILE", said.master_key_file)

    def __call__(self, *words: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["hexascope", "users", *words])
        with pytest.raises(SystemExit):
            main()
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out

    def look(self, work: Callable[[Parts], Awaitable[T]]) -> T:
        """Do something with the parts of a server over the same database."""

        async def whole() -> T:
            async with opened(known_with(self._folder)) as parts:
                return await work(parts)

        return asyncio.run(whole())


@pytest.fixture
def users(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ran:
    ran = Ran(tmp_path, capsys, monkeypatch)

    async def nothing(_parts: Parts) -> None:
        return None

    ran.look(nothing)  # the server has been started once
    return ran


async def whose(parts: Parts, link: str) -> str:
    assert parts.access is not None
    return await link_is_for(parts.access, link.strip().rpartition("#")[2])


def test_a_user_is_added_listed_and_given_a_link(users: Ran) -> None:
    link = users("add", "Ann", "--role", "admin", "--email", "ann@example.org")

    assert link.startswith("http://127.0.0.1:8000/setup#")
    assert users.look(lambda parts: whose(parts, link)) == "Ann"
    assert users("list") == "Ann  admin; no password  last login never\n"
    assert users("list", "--lang", "pt") == "Ann  admin; sem senha  última entrada nunca\n"


def test_the_link_for_the_first_administrator_is_made_once_there_is_none(users: Ran) -> None:
    link = users("link")

    assert users.look(lambda parts: whose(parts, link)) == ""
    users("add", "Ann", "--role", "admin")
    assert users("link") == ""
    assert "there is an administrator already" in users.error


def test_a_new_link_ends_the_one_before(users: Ran) -> None:
    first = users("add", "Ann")
    second = users("link", "ann")

    assert users.look(lambda parts: whose(parts, second)) == "Ann"
    with pytest.raises(Exception, match="used up or out of date"):
        users.look(lambda parts: whose(parts, first))


def test_who_is_disabled_is_let_in_no_more_and_later_again(users: Ran) -> None:
    async def bob(parts: Parts) -> Person:
        return await person(parts.store, parts.clock(), tenant="default", name="Bob")

    async def known(parts: Parts) -> bool:
        assert parts.access is not None
        return await parts.access.recogniser.by(session=one.secret) is not None

    one = users.look(bob)
    assert users.look(known)
    assert "disabled" in users("disable", "BOB")
    assert not users.look(known)
    assert "disabled" not in users("enable", "bob")
    assert not users.look(known), "his sessions have ended"


def test_a_reset_takes_password_authenticator_and_sessions(users: Ran) -> None:
    async def made(parts: Parts) -> Person:
        proofs = {"password": "$argon2id$", "totp": "user/x/totp"}
        return await person(parts.store, parts.clock(), tenant="default", name="Eve", **proofs)

    async def left(parts: Parts) -> tuple[str, str, bool]:
        assert parts.access is not None
        user = (await Users(parts.store.of("default")).all())[0]
        caller = await parts.access.recogniser.by(session=one.secret)
        return user.password, user.totp, caller is not None

    one = users.look(made)
    link = users("reset", "eve")

    assert users.look(left) == ("", "", False)
    assert users.look(lambda parts: whose(parts, link)) == "Eve"


def test_each_change_is_one_record_of_the_audit_log(users: Ran) -> None:
    users("add", "Ann", "--role", "admin")
    users("reset", "Ann")
    users("list")

    async def records(parts: Parts) -> list[tuple[str, str, str, str]]:
        found = await AuditLog(parts.store.of("default")).after(0, "")
        return [(one.actor_kind, one.verb, one.resource, one.object) for one in found]

    assert users.look(records) == [
        ("terminal", "create", "users", "Ann"),
        ("terminal", "change", "users", "Ann"),
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("disable", "nobody"), "no user"),
        (("add", "Ann", "--role", "root"), "there is no role"),
        (("add", "<b>"), "a name has letters"),
        (("list", "--tenant", "other"), "no tenant"),
        (("list", "--tenant", "../x"), "is no name of a tenant"),
    ],
)
def test_what_can_not_be_done_is_said(users: Ran, words: tuple[str, ...], error: str) -> None:
    assert users(*words) == ""
    assert error in users.error


def test_the_last_administrator_is_not_disabled(users: Ran) -> None:
    users("add", "Ann", "--role", "admin")

    assert users("disable", "Ann") == ""
    assert "last administrator" in users.error

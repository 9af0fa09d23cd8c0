import pytest

from hexascope.domain.access import Caller, permission, permissions
from hexascope.domain.errors import BadInput


@pytest.mark.parametrize(
    ("words", "verb", "resource", "thing", "allowed"),
    [
        ("read:hosts", "read", "hosts", {}, True),
        ("read:hosts", "change", "hosts", {}, False),
        ("read:hosts", "read", "users", {}, False),
        ("*:hosts", "remove", "hosts", {}, True),
        ("read:*", "read", "users", {"host": "db"}, True),
        ("read:hosts:host=web-*", "read", "hosts", {"host": "web-1"}, True),
        ("read:hosts:host=web-*", "read", "hosts", {"host": "db-1"}, False),
        ("read:hosts:host=web-*", "read", "hosts", {}, False),
        ("run:tasks:host=web-*,label.team=a", "run", "tasks", {"host": "web-1"}, False),
    ],
)
def test_a_permission_covers_what_it_names(
    words: str, verb: str, resource: str, thing: dict[str, str], allowed: bool
) -> None:
    assert permission(words).allows(verb, resource, thing) is allowed


@pytest.mark.parametrize("words", ["read:hosts", "*:*", "run:tasks:host=web-*,label.team=a"])
def test_a_permission_is_written_as_it_is_read(words: str) -> None:
    assert str(permission(words)) == words


@pytest.mark.parametrize(
    "words", ["", "read", "read:", "look:hosts", "read:hosts:web", "read:hosts:host=", "a" * 201]
)
def test_words_that_are_no_permission_are_refused(words: str) -> None:
    with pytest.raises(BadInput, match="is no permission"):
        permission(words)


def test_who_has_no_permission_may_do_nothing() -> None:
    nobody = Caller(tenant="acme", id="x", name="x", kind="user")

    assert not nobody.may("read", "hosts")
    assert not nobody.may_some("read", "hosts")


def test_who_may_do_it_with_some_may_ask_but_not_for_all() -> None:
    given = permissions(["read:hosts:host=web-*"])
    some = Caller(tenant="acme", id="x", name="x", kind="user", permissions=given)

    assert some.may_some("read", "hosts")
    assert not some.may("read", "hosts", {"host": "db-1"})

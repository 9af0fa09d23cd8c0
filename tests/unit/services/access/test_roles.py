import pytest

from hexascope.domain.access import permission, permissions
from hexascope.domain.errors import BadInput, Denied
from hexascope.services.access.roles import (
    ROLES,
    known_roles,
    permissions_of,
    refuse_beyond,
    within,
)


@pytest.mark.parametrize(
    ("narrow", "wide", "fits"),
    [
        ("read:hosts", "read:hosts", True),
        ("read:hosts", "*:*", True),
        ("read:hosts", "read:*", True),
        ("read:hosts", "*:hosts", True),
        ("*:hosts", "read:hosts", False),
        ("read:*", "read:hosts", False),
        ("*:*", "read:*", False),
        ("read:hosts:host=web-1", "read:hosts", True),
        ("read:hosts", "read:hosts:host=web-1", False),
        ("read:hosts", "read:hosts:host=*", False),
        ("read:hosts:host=web-1", "read:hosts:host=web-*", True),
        ("read:hosts:host=web-*", "read:hosts:host=web-*", True),
        ("read:hosts:host=web-*", "read:hosts:host=*", True),
        ("read:hosts:host=*", "read:hosts:host=web-*", False),
        ("read:hosts:host=web-1*", "read:hosts:host=web-*", False),
        ("read:hosts:host=web-1,id=a", "read:hosts:host=web-*", True),
        ("read:hosts:id=a", "read:hosts:host=web-*", False),
        ("read:hosts:host=web-1", "read:hosts:host=web-*,id=a", False),
        ("read:hosts:host=db-1,host=web-1", "read:hosts:host=web-*", True),
        ("read:hosts:host=[ab]", "read:hosts:host=?", False),
    ],
)
def test_a_permission_lies_within_another_where_it_allows_no_more(
    narrow: str, wide: str, fits: bool
) -> None:
    assert within(permission(narrow), permissions((wide,))) == fits


def test_nobody_gives_away_more_than_he_has() -> None:
    mine = permissions(("read:*", "run:examinations"))

    refuse_beyond(permissions(("read:hosts", "run:examinations:host=a")), mine)
    with pytest.raises(Denied, match="run:hosts is more"):
        refuse_beyond(permissions(("read:hosts", "run:hosts")), mine)


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("viewer", ["read:hosts", "read:live"], ["read:users", "read:audit"]),
        ("operator", ["run:examinations", "create:schedules"], ["approve:jobs", "read:secrets"]),
        ("approver", ["approve:tasks", "read:hosts"], ["run:examinations", "create:tasks"]),
        ("auditor", ["read:audit", "read:users"], ["change:users", "run:examinations"]),
        ("admin", ["change:users", "remove:tenants", "approve:tasks"], []),
    ],
)
def test_a_role_may_what_its_name_says_and_no_more(
    role: str, may: list[str], may_not: list[str]
) -> None:
    mine = permissions_of([role], {})

    assert all(within(permission(one), mine) for one in may)
    assert not any(within(permission(one), mine) for one in may_not)


def test_several_roles_add_up_and_one_that_is_gone_gives_nothing() -> None:
    own = {"web": ("run:jobs:host=web-*",)}

    both = permissions_of(["viewer", "web", "gone"], own)

    assert set(map(str, both)) == {*ROLES["viewer"], "run:jobs:host=web-*"}


def test_an_own_role_never_stands_in_the_place_of_one_that_all_have() -> None:
    assert "*:*" not in map(str, permissions_of(["viewer"], {"viewer": ("*:*",)}))


def test_a_role_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadInput, match="there are viewer, operator, approver, admin, auditor, web"):
        known_roles(["root"], {"web": ("read:hosts",)})
    assert known_roles(["web", "viewer", "web"], {"web": ()}) == ("web", "viewer")

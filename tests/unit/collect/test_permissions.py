from hexascope.collect.collectors.permissions import permissions
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def test_the_permissions_of_each_place_are_read() -> None:
    told: Json = {"mode": "0755", "uid": 0, "folder": True}

    look = snapshot(TextHost(calls={"permissions /usr/bin": told}), permissions)

    found = look.reading("permission.mode", path="/usr/bin")
    assert found is not None
    assert found.value == "0755 folder of 0"


def test_a_place_that_is_not_there_is_passed_over_and_none_at_all_is_missing() -> None:
    look = snapshot(TextHost(), permissions)

    assert look.missing["permission.mode"].status is Status.NOT_PRESENT


def test_a_refusal_is_a_reason() -> None:
    refused = NotHere(Status.NO_PERMISSION, "/etc: Permission denied")

    look = snapshot(TextHost(calls={"permissions": refused}), permissions)

    assert look.missing["permission.mode"].status is Status.NO_PERMISSION

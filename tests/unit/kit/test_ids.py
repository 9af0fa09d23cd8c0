from uuid import UUID

from hexascope.kit.ids import uuid7


def test_ids_are_version_7_and_sort_by_time() -> None:
    early, late = uuid7(1_700_000_000.0), uuid7(1_700_000_000.002)

    assert UUID(early).version == 7
    assert UUID(early).variant == "specified in RFC 4122"
    assert early < late


def test_two_ids_of_one_moment_differ() -> None:
    assert uuid7(1.0) != uuid7(1.0)

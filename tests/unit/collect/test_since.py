import pytest

from hexascope.collect.calls.since import since as nobody
from hexascope.collect.collectors.since import since
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def test_the_time_that_was_asked_for_is_read() -> None:
    seen = snapshot(TextHost(calls={"since": 1_700_000_000.5}), since)

    assert seen.number("past.since") == 1_700_000_000.5


def test_where_nobody_asked_it_is_not_asked_and_no_gap() -> None:
    with pytest.raises(NotHere) as told:
        nobody()
    seen = snapshot(TextHost(calls={"since": told.value}), since)

    assert seen.missing["past.since"].status is Status.NOT_ASKED


@pytest.mark.parametrize("nonsense", ["soon", True, None, [1.0]])
def test_nonsense_of_a_bundle_is_unreadable(nonsense: object) -> None:
    seen = snapshot(TextHost(calls={"since": nonsense}), since)  # type: ignore[dict-item] # on purpose

    assert seen.missing["past.since"].status is Status.UNREADABLE

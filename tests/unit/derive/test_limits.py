import pytest

from hexascope.derive.derivers.limits import limits
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Reading
from tests.support.cases import reading, window


def table(used: float, most: float, name: str = "files") -> list[Reading]:
    return [
        reading("limits.used", used, table=name),
        reading("limits.most", most, table=name),
    ]


def derived(first: list[Reading], last: list[Reading]) -> Facts:
    return Facts().with_more(limits.derive(window(first, last), Facts()))


def test_a_table_is_told_by_its_share() -> None:
    assert derived([], table(50, 200)).number("limits.share", table="files") == 0.25


def test_a_table_that_grows_is_full_at_a_time_and_one_that_rests_is_not() -> None:
    grows = derived(table(100, 200), table(150, 200))

    assert grows.number("limits.time_left", table="files") == pytest.approx(5.0)
    assert derived(table(50, 200), table(50, 200)).number("limits.time_left", table="files") is None
    assert derived(table(80, 200), table(50, 200)).number("limits.time_left", table="files") is None


def test_a_table_without_a_limit_is_never_full() -> None:
    found = derived(table(10, 2**63 - 1), table(10**6, 2**63 - 1))

    assert found.number("limits.share", table="files") == 0.0
    assert found.number("limits.time_left", table="files") is None


def test_a_limit_of_nothing_gives_no_share() -> None:
    assert derived([], table(5, 0)).number("limits.share", table="files") is None


def test_a_lock_is_told_by_the_share_of_the_window_in_which_it_was_waited_for_and_held() -> None:
    found = derived(
        [
            reading("lock.wait_total", 1.0, lock="futex"),
            reading("lock.hold_total", 2.0, lock="futex"),
        ],
        [
            reading("lock.wait_total", 3.5, lock="futex"),
            reading("lock.hold_total", 2.5, lock="futex"),
        ],
    )

    assert found.number("lock.wait_time", lock="futex") == pytest.approx(0.5)
    assert found.number("lock.hold_time", lock="futex") == pytest.approx(0.1)

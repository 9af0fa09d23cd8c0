import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.derive.derivers.limits import LEAST_GROWTH, NO_LIMIT, limits
from hexascope.domain.evidence import Evidence
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


def test_the_largest_number_that_is_a_limit_is_one() -> None:
    found = derived(table(0, NO_LIMIT), table(NO_LIMIT / 2, NO_LIMIT))

    assert found.number("limits.share", table="files") == 0.5
    assert found.number("limits.time_left", table="files") == 5.0


@pytest.mark.parametrize("most", [0, -1])
def test_a_limit_of_nothing_gives_no_share(most: float) -> None:
    assert derived([], table(5, most)).number("limits.share", table="files") is None


def test_a_few_entries_more_are_no_trend() -> None:
    few = derived(table(60, 128), table(60 + LEAST_GROWTH - 1, 128))
    more = derived(table(60, 128), table(60 + LEAST_GROWTH, 128))

    assert few.number("limits.time_left", table="files") is None
    assert more.number("limits.time_left", table="files") == pytest.approx(63)


def test_a_single_look_gives_a_share_and_no_time() -> None:
    about = window(table(150, 200), table(150, 200), seconds=0.0)

    found = Facts().with_more(limits.derive(about, Facts()))

    assert found.number("limits.share", table="files") == 0.75
    assert found.number("limits.time_left", table="files") is None


def test_a_table_that_is_new_in_the_last_look_has_no_time() -> None:
    found = derived([], table(150, 200))

    assert found.number("limits.share", table="files") == 0.75
    assert found.number("limits.time_left", table="files") is None


def test_a_table_beyond_its_limit_is_full_now() -> None:
    found = derived(table(150, 100), table(160, 100))

    assert found.number("limits.share", table="files") == 1.6
    assert found.number("limits.time_left", table="files") == 0.0


@pytest.mark.parametrize("alone", ["limits.used", "limits.most"])
def test_a_use_without_a_limit_and_a_limit_without_a_use_give_nothing(alone: str) -> None:
    assert not derived([], [reading(alone, 7, table="files")]).evidence


def test_each_table_is_told_by_itself_with_its_own_source() -> None:
    used = Reading("limits.used", (("table", "aio"),), 10, "/proc/sys/fs/aio-nr")
    seen = [used, reading("limits.most", 100, table="aio"), *table(50, 200)]

    found = derived([], seen)

    told = {one.label("table"): (one.value, one.source) for one in found.of("limits.share")}
    assert told == {"aio": (0.1, "/proc/sys/fs/aio-nr"), "files": (0.25, "/proc/test")}


@pytest.mark.parametrize("raw", ["lock.wait_total", "lock.hold_total"])
def test_a_lock_whose_counts_were_cleared_in_the_window_tells_nothing(raw: str) -> None:
    cleared = derived([reading(raw, 5.0, lock="futex")], [reading(raw, 0.5, lock="futex")])
    about = [reading(raw, 5.0, lock="futex")]
    once = Facts().with_more(limits.derive(window(about, about, seconds=0.0), Facts()))

    assert not cleared.evidence
    assert not once.evidence


@given(st.integers(0, 10**24), st.integers(0, 10**24), st.integers(-(10**24), 10**24))
def test_whatever_is_read_gives_numbers_that_evidence_can_rest_on(
    before: int, now: int, most: int
) -> None:
    about = window(table(before, most), table(now, most))

    for one in limits.derive(about, Facts()):
        assert isinstance(one, Evidence)
        assert one.number >= 0


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

import pytest

from hexascope.derive.derivers.cgroups import cgroups
from hexascope.derive.gather import gather
from hexascope.domain.rows import Cgroup, CgroupUse
from tests.support.cases import window


def use(first: Cgroup | None, last: Cgroup, top: str = "", seconds: float = 5.0) -> CgroupUse:
    rows = [last, Cgroup("/", 1, cpus_allowed=top)]
    seen = window([first] if first else [], rows, seconds=seconds)
    return gather(seen, {"cgroups": cgroups}).rows(CgroupUse)[0]


def test_what_was_counted_before_the_window_is_left_out() -> None:
    found = use(
        Cgroup("/web", 1, cpu_usage_s=100.0, periods=900, throttled_periods=5, oom_kills=3),
        Cgroup("/web", 1, cpu_usage_s=102.0, periods=950, throttled_periods=45, oom_kills=4),
    )

    assert (found.cpu_share, found.periods, found.throttled_periods) == (0.4, 50, 40)
    assert found.oom_kills == 1


def test_a_standstill_is_shared_among_the_cpus_that_can_have_stood_still() -> None:
    before = Cgroup("/web", 1, throttled_s=10.0)
    after = Cgroup("/web", 1, throttled_s=16.0, processes=2)

    assert use(before, after, top="0-1").throttled_share == pytest.approx(0.6)
    assert use(before, after._replace(processes=1), top="0-1").throttled_share == 1.0
    assert use(before, after._replace(cpus_allowed="3")).throttled_share == 1.0


def test_a_group_made_in_the_window_counts_from_zero() -> None:
    assert use(None, Cgroup("/web", 1, oom_kills=2, cpu_usage_s=1.0)).oom_kills == 2


def test_counters_that_ran_backwards_or_are_unknown_have_no_rate() -> None:
    found = use(Cgroup("/web", 1, periods=9), Cgroup("/web", 1, periods=2, cpu_usage_s=5.0))

    assert found.periods is None
    assert found.throttled_share is None
    assert found.cpu_share is None


def test_memory_that_can_be_dropped_does_not_count_as_growth() -> None:
    found = use(
        Cgroup("/web", 2, memory_bytes=1000, inactive_file_bytes=100),
        Cgroup("/web", 2, memory_bytes=9000, inactive_file_bytes=8000),
    )

    assert found.memory_growth_per_s == pytest.approx(20.0)


def test_pressure_is_a_share_of_the_window() -> None:
    found = use(Cgroup("/web", 2, io_full_s=1.0), Cgroup("/web", 2, io_full_s=3.5))

    assert found.io_full_share == 0.5
    assert found.memory_full_share is None


def test_one_look_alone_gives_no_rates() -> None:
    row = Cgroup("/web", 1, cpu_usage_s=5.0, oom_kills=2)

    found = use(row, row, seconds=0.0)

    assert (found.cpu_share, found.oom_kills) == (None, 0)

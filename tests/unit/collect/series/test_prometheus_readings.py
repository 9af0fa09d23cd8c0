"""What is made of several series: memory, swap, heat, RAID, units, and sums over CPUs."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexascope.collect.contract import Json
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_moments import Moments
from hexascope.collect.series.prometheus_samples import Run, Series, run_of, series_of, told
from hexascope.domain.errors import CannotExamine, CannotReach
from hexascope.domain.evidence import labels_of
from hexascope.domain.rows import Mount, ServiceUnit
from hexascope.domain.snapshot import Reading

TIMES = (100.0, 115.0)


def one(metric: str, *values: float, **labels: str) -> Series:
    """Make a series with a value at each end; a single value stands at both."""
    both = values if len(values) == len(TIMES) else values * len(TIMES)
    return Series(metric, labels_of(labels), tuple(zip(TIMES, both, strict=True)))


def moments(*series: Series) -> Moments:
    return Moments(series, Run(times=TIMES, interval=15.0))


def values(*series: Series, at: float = TIMES[-1]) -> dict[tuple[str, str], float | str]:
    """Give the readings of a scrape, by family and by the values of their labels."""
    return {
        (reading.family, "/".join(value for _, value in reading.labels)): reading.value
        for reading in moments(*series).readings(at)
    }


def test_classes_of_memory_have_the_kernels_names() -> None:
    found = values(
        one("node_memory_Active_file_bytes", 1),
        one("node_memory_Committed_AS_bytes", 2),
        one("node_memory_HugePages_Free", 3),
        one("node_memory_MemTotal_bytes", 4),
        one("node_memory_numa_Active", 9, node="0"),
    )

    assert found == {
        ("memory.size", "Active(file)"): 1,
        ("memory.size", "Committed_AS"): 2,
        ("memory.huge_pages", "free"): 3,
        ("memory.total", ""): 4,
    }


def test_swap_is_one_area_and_none_where_it_has_no_size() -> None:
    free = one("node_memory_SwapFree_bytes", 30)

    found = values(one("node_memory_SwapTotal_bytes", 100), free)
    assert (found["swap.size", "all"], found["swap.used", "all"]) == (100, 70)
    assert ("swap.size", "all") not in values(one("node_memory_SwapTotal_bytes", 0), free)


def test_a_sensor_without_a_critical_point_has_none() -> None:
    found = values(
        one("node_hwmon_temp_celsius", 60, chip="c", sensor="t1"),
        one("node_hwmon_temp_crit_celsius", 95, chip="c", sensor="t1"),
        one("node_hwmon_temp_celsius", 50, chip="c", sensor="t2"),
        one("node_hwmon_temp_crit_celsius", 0, chip="c", sensor="t2"),
    )

    assert found == {
        ("thermal.temperature", "c/t1"): 60,
        ("thermal.temperature", "c/t2"): 50,
        ("thermal.trip", "critical/c/t1"): 95,
    }


@pytest.mark.parametrize("state", ["recovering", "resync", "active"])
def test_an_array_tells_what_it_lacks_and_how_far_it_is_rebuilt(state: str) -> None:
    found = values(
        one("node_md_disks_required", 2, device="md0"),
        one("node_md_disks", 1, device="md0", state="active"),
        one("node_md_disks", 1, device="md0", state="failed"),
        one("node_md_blocks", 200, device="md0"),
        one("node_md_blocks_synced", 50, device="md0"),
        one("node_md_state", 1, device="md0", state=state),
    )

    assert found["raid.missing_disks", "md0"] == 1
    assert found["raid.failed_disks", "md0"] == 1
    assert found["raid.count", ""] == 1
    assert found.get(("raid.rebuilt_share", "md0")) == (None if state == "active" else 0.25)


def test_times_slowed_down_are_summed_by_scope() -> None:
    found = values(
        one("node_cpu_core_throttles_total", 3, package="0", core="0"),
        one("node_cpu_core_throttles_total", 4, package="0", core="1"),
    )

    assert found == {("thermal.throttles", "core"): 7}


def test_a_sum_over_cpus_takes_those_that_were_there_at_both_ends() -> None:
    metric = "node_softnet_dropped_total"
    late = Series(metric, (("cpu", "1"),), ((115.0, 1000.0),))

    found = values(one(metric, 1, 3, cpu="0"), late)

    assert found["softnet.drop_count", "all"] == 3
    assert found["softnet.drop_count", "1"] == 1000


def test_units_are_services_and_the_failed_are_counted() -> None:
    made = moments(
        one("node_systemd_unit_state", 1, name="a.service", state="failed"),
        one("node_systemd_unit_state", 0, name="a.service", state="active"),
        one("node_systemd_unit_state", 1, name="b.service", state="active"),
        one("node_systemd_unit_state", 1, name="c.timer", state="failed"),
    )

    rows = list(made.rows(TIMES[-1]))

    units = [(row.name, row.active) for row in rows if isinstance(row, ServiceUnit)]
    assert units == [("a.service", "failed"), ("b.service", "active")]
    counts = {row.family: row.value for row in rows if isinstance(row, Reading)}
    assert counts == {"unit.count": 2, "unit.failed_count": 1}


def test_two_filesystems_in_memory_are_two() -> None:
    metric = "node_filesystem_avail_bytes"
    sizes = [
        one(name, size, device="tmpfs", fstype="tmpfs", mountpoint=point)
        for name in (metric, "node_filesystem_size_bytes")
        for point, size in (("/run", 10.0), ("/tmp", 10.0))
    ]
    made = moments(*sizes)

    spaces = {dict(one.labels)["number"] for one in made.readings(TIMES[0])}
    assert spaces == {"tmpfs@/run", "tmpfs@/tmp"}
    mounts = [row for row in made.rows(TIMES[0]) if isinstance(row, Mount)]
    assert [row.shown_as_duplicate for row in mounts] == [False, False]


def test_a_read_only_filesystem_is_told_as_one() -> None:
    where = {"device": "/dev/sr0", "fstype": "iso9660", "mountpoint": "/media"}
    made = moments(
        one("node_filesystem_size_bytes", 10, **where), one("node_filesystem_readonly", 1, **where)
    )

    [mount] = [row for row in made.rows(TIMES[0]) if isinstance(row, Mount)]
    assert mount.is_read_only
    assert mount.available_bytes is None


@pytest.mark.parametrize(
    ("metric", "keeps"),
    [
        ("node_context_switches_total", False),
        ("node_vmstat_oom_kill", False),
        ("node_procs_running", True),
        ("node_netstat_Tcp_CurrEstab", True),
        ("node_vmstat_nr_dirty", True),
        ("node_filefd_allocated", True),
    ],
)
def test_what_may_fall_is_no_counter_that_began_anew(metric: str, keeps: bool) -> None:
    made = moments(one(metric, 7, 5))

    assert any(True for _ in made.readings(TIMES[0])) is keeps
    assert any(True for _ in made.readings(TIMES[1]))


def test_the_question_names_every_series_once_and_is_a_plain_expression() -> None:
    parts = names.question().split("|")

    assert len(parts) == len(set(parts))
    assert "node_cpu_seconds_total" in parts
    assert "up" in parts
    assert all("{" not in part and '"' not in part for part in parts)


ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
SAMPLE = st.tuples(st.floats() | st.integers(), st.text(max_size=5) | st.floats().map(str)).map(
    list
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "metric": st.dictionaries(st.sampled_from(["__name__", "cpu", "mode"]), ANY),
            "values": st.lists(SAMPLE | ANY, max_size=4),
        }
    )
    | ANY,
    max_size=4,
)


@given(st.fixed_dictionaries({"resultType": st.just("matrix"), "result": ROWS}) | ANY)
@settings(max_examples=200, deadline=None)
def test_no_answer_of_whatever_shape_is_more_than_an_error(data: Json) -> None:
    try:
        series = series_of(data, (("instance", "x"),))
        run = run_of(series, 0.0, 600.0)
    except (CannotReach, CannotExamine):
        return

    made = Moments(series, run)
    for reading in made.readings(run.times[0]):
        assert isinstance(reading.value, str) or math.isfinite(reading.value)


@pytest.mark.parametrize("moment", [1e300, -1e300, float(2**62)])
def test_a_time_beyond_the_calendar_is_told_all_the_same(moment: float) -> None:
    assert told(moment)

"""The baselines say what a plain monitor says."""

from dataclasses import replace

from benchmarks.baselines import Gauges, by_pressure, by_thresholds

BEFORE = Gauges(
    cpu_busy_seconds=0,
    cpu_iowait_seconds=0,
    cpu_all_seconds=0,
    memory_used_ratio=0.1,
    filesystems={"/": 0.2},
    pressure_seconds={"cpu": 0, "memory": 0, "io": 0},
)
IDLE = replace(BEFORE, cpu_busy_seconds=1.0, cpu_all_seconds=30.0)


def test_an_idle_host_crosses_no_threshold() -> None:
    assert by_thresholds(BEFORE, IDLE) == ()
    assert by_pressure(BEFORE, IDLE, 15) == ()


def test_the_gauge_furthest_over_its_limit_comes_first() -> None:
    after = replace(
        IDLE,
        cpu_busy_seconds=27.0,
        cpu_iowait_seconds=1.0,
        memory_used_ratio=0.99,
        filesystems={"/": 0.2, "/data": 1.0},
    )
    findings = by_thresholds(BEFORE, after)
    assert [finding.resource for finding in findings] == ["filesystem", "memory", "cpu"]
    assert findings[0].culprit is not None
    assert findings[0].culprit.name == "/data"


def test_iowait_is_told_as_a_saturated_disk() -> None:
    (finding,) = by_thresholds(BEFORE, replace(IDLE, cpu_iowait_seconds=10.0))
    assert (finding.resource, finding.aspect) == ("disk", "saturation")


def test_pressure_over_a_fifth_of_the_time_is_told_highest_first() -> None:
    after = replace(IDLE, pressure_seconds={"cpu": 4.0, "memory": 2.0, "io": 9.0})
    findings = by_pressure(BEFORE, after, 15)
    assert [finding.resource for finding in findings] == ["disk", "cpu"]

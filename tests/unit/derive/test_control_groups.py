import pytest

from hexascope.derive.derivers.cgroups import cgroups
from hexascope.derive.derivers.control_groups import MOST_GROUPS, control_groups
from hexascope.derive.gather import gather
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup
from tests.support.cases import window

BOTH = {"cgroups": cgroups, "control_groups": control_groups}


def facts(*pairs: tuple[Cgroup, Cgroup]) -> Facts:
    return gather(window([one for one, _ in pairs], [one for _, one in pairs]), BOTH)


def test_a_throttled_group_is_evidence() -> None:
    before = Cgroup("/web", 1, periods=0, throttled_periods=0, throttled_s=0.0, cpu_usage_s=0.0)
    after = Cgroup(
        "/web", 1, 0.5, 0.1, periods=50, throttled_periods=48, throttled_s=4.0, processes=1
    )

    found = facts((before, after))

    assert found.number("cgroup.throttled_share", cgroup="/web") == pytest.approx(0.8)
    assert found.number("cgroup.quota_share", cgroup="/web") == pytest.approx(1.0)


def test_a_group_far_from_its_limits_is_none() -> None:
    idle = Cgroup("/web", 2, 0.0, 2.0, memory_bytes=79, memory_limit_bytes=100, pids=1)

    assert facts((idle, idle)).evidence == {}


def test_a_group_near_its_memory_limit_is_evidence_without_what_can_be_dropped() -> None:
    near = Cgroup("/web", 2, memory_bytes=95, memory_limit_bytes=100, inactive_file_bytes=10)

    assert facts((near, near)).number("cgroup.memory_share", cgroup="/web") == 0.85

    cache = near._replace(inactive_file_bytes=50)
    assert facts((cache, cache)).evidence == {}


def test_a_limited_device_is_evidence() -> None:
    row = Cgroup("/", 1, io_limits=(("7:0", "wbps", 1e6),))

    found = facts((row, row))

    assert found.number("cgroup.io_limit", cgroup="/", device="7:0", kind="wbps") == 1e6


def test_of_many_the_worst_are_kept() -> None:
    pairs = [
        (Cgroup(f"/{one}", 2, oom_kills=0), Cgroup(f"/{one}", 2, oom_kills=one))
        for one in range(1, MOST_GROUPS + 5)
    ]

    found = list(facts(*pairs).of("cgroup.oom_kills"))

    assert len(found) == MOST_GROUPS
    assert min(one.number for one in found) == 5

from hexascope.check.checks.over_provisioned import over_provisioned
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.groups import group_use

GIB = 2**30


def host(unused: float, cpus: float = 0.0, most: int = 4 * GIB) -> Case:
    now = Cgroup(path="/shop", version=2, memory_limit_bytes=most, cpu_quota=4.0)
    return case(
        fact("cgroup.count", 3.0),
        group_use(now),
        fact("waste.group_memory_unused", unused, cgroup="/shop"),
        fact("waste.group_cpus_unused", cpus, cgroup="/shop"),
    )


def test_a_limit_far_above_the_peak_is_information() -> None:
    [finding] = findings(over_provisioned, host(3.5 * GIB))

    assert finding.severity is Severity.INFO
    assert [one.remedy for one in finding.proposals] == ["rightsize_memory"]


def test_an_unused_quota_is_told_with_it() -> None:
    [finding] = findings(over_provisioned, host(3.5 * GIB, cpus=3.9))

    assert [one.remedy for one in finding.proposals] == ["rightsize_memory", "rightsize_cpu"]


def test_a_limit_that_is_used_or_small_is_left_alone() -> None:
    assert findings(over_provisioned, host(3.0 * GIB)) == []
    assert findings(over_provisioned, host(GIB // 4, most=GIB // 4)) == []

import pytest

from hexascope.check.checks.cgroup_throttling import cgroup_throttling
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import group_use


def host(*, throttled: int, periods: int = 50, used: float = 0.1) -> Case:
    now = Cgroup(path="/shop", version=1, cpu_quota=0.1)
    worker = use(process(comm="cart", cgroups=(("cpu", "/shop"),)), cpu_share=0.05)
    other = use(process(pid=7, comm="other", cgroup="/shopping"), cpu_share=0.9)
    group = group_use(now, cpu_share=used, periods=periods, throttled_periods=throttled)
    return case(fact("cgroup.count", 3.0), group, worker, other)


def test_a_quota_that_runs_out_in_every_period_is_high_and_names_group_and_victims() -> None:
    [finding] = findings(cgroup_throttling, host(throttled=50))

    assert finding.severity is Severity.HIGH
    assert finding.harm is Harm.WAITING
    assert finding.culprit is not None
    assert finding.culprit.name == "/shop"
    assert [one.name for one in finding.victims] == ["cart"]
    assert finding.proposals[0].values() == {"cgroup": "/shop", "cpus": "0.2"}


def test_some_throttling_is_medium() -> None:
    [finding] = findings(cgroup_throttling, host(throttled=5))

    assert finding.severity is Severity.MEDIUM


@pytest.mark.parametrize(("throttled", "periods"), [(0, 50), (4, 10), (5, 100)])
def test_a_quota_that_is_used_without_running_out_is_healthy(throttled: int, periods: int) -> None:
    assert findings(cgroup_throttling, host(throttled=throttled, periods=periods)) == []


def test_the_advice_tells_a_small_quota_from_a_demand_in_bursts() -> None:
    [small] = findings(cgroup_throttling, host(throttled=50, used=0.099))
    [bursts] = findings(cgroup_throttling, host(throttled=50, used=0.04))

    assert "wants more" in small.recommendation.template
    assert "bursts" in bursts.recommendation.template

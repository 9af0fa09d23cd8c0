import pytest

from hexascope.check.checks.cpu_shares_neighbour import cpu_shares_neighbour
from hexascope.domain.rows import Cgroup, CgroupUse
from hexascope.domain.use import Harm
from tests.support.cases import case, fact, findings, process, use


def group(path: str, weight: float, throttled: int = 0) -> CgroupUse:
    now = Cgroup(path=path, version=1, cpu_shares=weight)
    return CgroupUse(now, 5.0, 1.0, None, throttled, *[None] * 10)


def seen(weight: float, delay: float = 0.5, throttled: int = 0) -> int:
    about = case(
        fact("process.count", 9.0),
        fact("cgroup.count", 2.0),
        group("/batch", weight),
        group("/web", 1.0, throttled),
        use(process(pid=1000, comm="hog", cgroup="/batch"), cpu_share=1.8),
        use(process(pid=7, comm="web", cgroup="/web"), cpu_share=0.2, run_delay_share=delay),
    )
    told = findings(cpu_shares_neighbour, about)
    assert all(one.culprit is not None and one.culprit.path == "/batch" for one in told)
    assert all(one.harm is Harm.WAITING for one in told)
    return len(told)


@pytest.mark.parametrize(("weight", "found"), [(8.0, 1), (2.0, 1), (1.9, 0), (1.0, 0)])
def test_the_neighbour_must_have_a_much_higher_weight(weight: float, found: int) -> None:
    assert seen(weight) == found


def test_a_throttled_group_waits_for_its_quota_instead() -> None:
    assert seen(8.0, throttled=3) == 0


def test_a_group_that_does_not_wait_is_well() -> None:
    assert seen(8.0, delay=0.2) == 0

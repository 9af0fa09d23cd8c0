from hexascope.check.checks.quota_against_threads import quota_against_threads
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import group_use, thread, thread_use


def host(number: int, quota: float = 2.0, throttled: int = 9, cpu: float = 0.1) -> Case:
    return case(
        fact("thread.count", 30.0),
        group_use(Cgroup(path="/shop", version=2, cpu_quota=quota), throttled_periods=throttled),
        use(process(comm="java", cgroup="/shop")),
        *(thread_use(thread(tid=n, comm=f"GC Thread#{n}"), cpu) for n in range(number)),
    )


def test_a_pool_twice_as_wide_as_the_quota_is_told() -> None:
    [finding] = findings(quota_against_threads, host(4))

    assert (finding.severity, finding.harm) == (Severity.LOW, Harm.WASTE)
    assert finding.culprit is not None
    assert finding.culprit.name == "java"


def test_as_long_as_the_quota_never_runs_out_it_is_information() -> None:
    [finding] = findings(quota_against_threads, host(8, throttled=0))

    assert finding.severity is Severity.INFO


def test_a_pool_that_fits_or_sleeps_is_healthy() -> None:
    assert findings(quota_against_threads, host(3)) == []
    assert findings(quota_against_threads, host(8, quota=4.5)) == []
    assert findings(quota_against_threads, host(30, cpu=0.0)) == []

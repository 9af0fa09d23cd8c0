import pytest

from hexascope.check.checks.realtime_monopoly import realtime_monopoly
from hexascope.domain.rows import Thread, ThreadUse
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use

COUNT = fact("process.count", 9.0)


@pytest.mark.parametrize(
    ("policy", "share", "found"), [(1, 0.8, 1), (2, 0.9, 1), (1, 0.79, 0), (0, 1.0, 0)]
)
def test_real_time_work_that_never_waits_is_found(policy: int, share: float, found: int) -> None:
    one = use(process(policy=policy), cpu_share=share)

    assert len(findings(realtime_monopoly, case(COUNT, one))) == found


def test_a_single_real_time_thread_is_enough() -> None:
    row = Thread(4242, 4243, "audio", "R", 1.0, 1.0, 0.0, 0, policy=1)
    thread = ThreadUse(row, 5.0, 0.95, 0.0, None, None, "RR")

    [finding] = findings(realtime_monopoly, case(COUNT, use(cpu_share=1.0), thread))

    assert finding.severity is Severity.MEDIUM


def test_it_is_high_when_somebody_waits_meanwhile() -> None:
    hog = use(process(pid=5, policy=1), cpu_share=0.95)
    victim = use(process(pid=6), run_delay_share=0.9)

    [finding] = findings(realtime_monopoly, case(COUNT, hog, victim))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)

import pytest

from hexascope.check.checks.run_delay import run_delay
from tests.support.cases import case, fact, findings, process, use

COUNT = fact("process.count", 9.0)
HOG = use(process(pid=1000, comm="hog"), cpu_share=1.5)


@pytest.mark.parametrize(("delay", "found"), [(0.21, 1), (0.20, 0)])
def test_who_waited_is_the_victim_and_who_ran_the_culprit(delay: float, found: int) -> None:
    victim = use(process(pid=7, comm="web"), cpu_share=0.1, run_delay_share=delay)

    told = findings(run_delay, case(COUNT, HOG, victim))

    assert len(told) == found
    for one in told:
        assert one.culprit is not None
        assert one.culprit.name == "hog"
        assert one.victims[0].name == "web"


def test_who_was_niced_is_meant_to_wait() -> None:
    niced = use(process(pid=7, nice=10), run_delay_share=0.9)

    assert findings(run_delay, case(COUNT, HOG, niced)) == []


def test_waiting_for_oneself_is_not_the_fault_of_others() -> None:
    alone = use(process(pid=7), cpu_share=2.0, run_delay_share=0.9)

    assert findings(run_delay, case(COUNT, alone)) == []

import pytest

from hexascope.check.checks.lock_convoy import lock_convoy
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import thread, thread_use

MUTEX = "202 0x7f01 0x80 0x2 0x0 0x0 0x0 0x7ffe 0x7f02"
IDLE = "202 0x7f01 0x189 0x0 0x0 0x0 0xffffffff 0x7ffe 0x7f02"


def host(waiters: int, others: int = 0, call: str = MUTEX, cpu: float = 0.1) -> Case:
    rows = [thread(tid=100 + n, syscall=call) for n in range(waiters)]
    rows += [thread(tid=500 + n, syscall="running") for n in range(others)]
    return case(
        fact("thread.count", 30.0),
        use(process(comm="shop", threads=waiters + others), cpu_share=cpu),
        *(thread_use(row) for row in rows),
        first=rows,
        last=rows,
    )


def test_eight_threads_before_one_mutex_are_a_convoy() -> None:
    [finding] = findings(lock_convoy, host(8, others=8))

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.name == "shop"


def test_seven_threads_or_less_than_half_of_them_are_none() -> None:
    assert findings(lock_convoy, host(7)) == []
    assert findings(lock_convoy, host(8, others=9)) == []


def test_a_pool_of_workers_without_work_is_healthy() -> None:
    assert findings(lock_convoy, host(50, call=IDLE)) == []


def test_a_program_that_computes_within_its_lock_is_cpu_bound() -> None:
    assert findings(lock_convoy, host(8, cpu=0.95)) == []


@pytest.mark.parametrize("call", ["", "running", "202", "202 0x1 0x80 zz 0", "-1 0x7f 0x7f"])
def test_a_nonsensical_call_is_no_lock(call: str) -> None:
    assert findings(lock_convoy, host(20, call=call)) == []

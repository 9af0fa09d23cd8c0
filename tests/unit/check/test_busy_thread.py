from hexascope.check.checks.busy_thread import busy_thread
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.groups import thread, thread_use


def host(first: float, others: float = 0.01, number: int = 8, queue: int = 0) -> Case:
    threads = [thread_use(thread(tid=4242, comm="loop"), first)]
    threads += [thread_use(thread(tid=4300 + n), others) for n in range(number - 1)]
    sockets = [
        Socket("n", "tcp", "0.0.0.0:80", "0.0.0.0:0", "LISTEN", queue, 0, 9, 0, owner_pid=4242)
    ]
    return case(
        fact("thread.count", 8.0),
        use(process(comm="gateway", threads=number), cpu_share=first),
        *threads,
        first=sockets,
        last=sockets,
    )


def test_an_event_loop_that_is_always_busy_while_clients_queue_is_medium() -> None:
    [finding] = findings(busy_thread, host(0.99, queue=5))

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)


def test_without_anybody_waiting_it_is_information() -> None:
    [finding] = findings(busy_thread, host(0.99))

    assert finding.severity is Severity.INFO


def test_a_thread_with_room_or_a_program_that_shares_its_work_is_healthy() -> None:
    assert findings(busy_thread, host(0.94, queue=5)) == []
    assert findings(busy_thread, host(0.99, others=0.2, queue=5)) == []
    assert findings(busy_thread, host(0.99, number=3, queue=5)) == []

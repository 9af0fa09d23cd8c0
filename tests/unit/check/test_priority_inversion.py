from hexascope.check.checks.priority_inversion import priority_inversion
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(nice: int = 10, delay: float = 0.5, queue: int = 4) -> Case:
    socket = Socket("n", "tcp", "0:80", "0:0", "LISTEN", queue, 0, 9, 0, owner_pid=4242)
    return case(
        fact("process.count", 9.0),
        use(process(comm="server", nice=nice), run_delay_share=delay),
        first=[socket],
        last=[socket],
    )


def test_a_niced_server_that_waits_while_clients_queue_is_medium() -> None:
    [finding] = findings(priority_inversion, host())

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)
    assert (finding.evidence[0].family, finding.threshold) == ("process.run_delay_share", 0.2)


def test_niced_batch_work_servers_with_room_and_normal_priority_are_healthy() -> None:
    assert findings(priority_inversion, host(queue=0)) == []
    assert findings(priority_inversion, host(delay=0.19)) == []
    assert findings(priority_inversion, host(nice=0)) == []

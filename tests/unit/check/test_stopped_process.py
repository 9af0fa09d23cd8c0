from dataclasses import replace

from hexascope.check.checks.stopped_process import stopped_process
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use

NEED = fact("process.count", 100.0)


def socket(queue: int) -> Socket:
    return Socket("n", "tcp", "0.0.0.0:80", "0.0.0.0:0", "LISTEN", queue, 0, 9, 0, owner_pid=4242)


def host(before: int | None, after: int | None, states: str = "TT", state: str = "T") -> Case:
    stopped = use(process(comm="server", state=state), states=states)
    made = case(
        NEED,
        stopped,
        first=[] if before is None else [socket(before)],
        last=[] if after is None else [socket(after)],
    )
    return replace(made)


def test_a_stopped_server_with_clients_queued_is_high() -> None:
    [finding] = findings(stopped_process, host(2, 5))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.name == "server"


def test_a_stopped_server_without_clients_yet_is_low() -> None:
    [finding] = findings(stopped_process, host(0, 0))

    assert finding.severity is Severity.LOW


def test_a_job_stopped_in_a_shell_is_information() -> None:
    [finding] = findings(stopped_process, host(None, None))

    assert finding.severity is Severity.INFO


def test_a_process_that_was_stopped_only_for_a_moment_is_left_alone() -> None:
    assert findings(stopped_process, host(2, 5, states="ST")) == []
    assert findings(stopped_process, host(2, 5, states="SS", state="S")) == []

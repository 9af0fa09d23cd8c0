from hexascope.check.checks.database_waiters import database_waiters
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use

WAITS = "postgres: app shop 10.0.0.1(5000) UPDATE waiting"
IDLE = "postgres: app shop 10.0.0.1(5001) idle in transaction"


def host(*titles: str, before: tuple[str, ...] | None = None) -> Case:
    def rows(commands: tuple[str, ...]) -> list[object]:
        return [
            process(pid=100 + n, ppid=50, comm="postgres", command=command)
            for n, command in enumerate(commands)
        ]

    last = rows(titles)
    return case(
        fact("process.count", 100.0),
        *(use(row) for row in last),  # type: ignore[arg-type] # rows of processes
        first=rows(before or titles),
        last=last,
    )


def test_waiting_sessions_are_held_up_by_the_one_that_is_idle_in_its_transaction() -> None:
    [finding] = findings(database_waiters, host(IDLE, WAITS, WAITS, WAITS))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == 100
    assert finding.victims[0].pids == (101, 102, 103)


def test_one_waiting_session_is_medium() -> None:
    [finding] = findings(database_waiters, host(WAITS))

    assert finding.severity is Severity.MEDIUM


def test_an_idle_transaction_that_nobody_waits_for_is_information() -> None:
    [finding] = findings(database_waiters, host(IDLE))

    assert finding.severity is Severity.INFO
    assert finding.evidence[0].family == "database.idle_in_transaction"


def test_a_wait_that_only_one_look_saw_is_healthy() -> None:
    idle = "postgres: app shop 10.0.0.1(5000) idle"

    assert findings(database_waiters, host(WAITS, before=(idle,))) == []
    assert findings(database_waiters, host(idle, "waiting", "vi waiting")) == []

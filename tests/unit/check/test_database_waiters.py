import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.check.checks.database_waiters import database_waiters
from hexascope.domain.case import Case
from hexascope.domain.rows import Process, ProcessUse
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import sock

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
    assert finding.culprit is None  # its server was not seen, and a victim is no culprit


def test_an_idle_transaction_that_nobody_waits_for_is_information() -> None:
    [finding] = findings(database_waiters, host(IDLE))

    assert finding.severity is Severity.INFO
    assert finding.evidence[0].family == "database.idle_in_transaction"


def test_a_wait_that_only_one_look_saw_is_healthy() -> None:
    idle = "postgres: app shop 10.0.0.1(5000) idle"

    assert findings(database_waiters, host(WAITS, before=(idle,))) == []
    assert findings(database_waiters, host(idle, "waiting", "vi waiting")) == []


def test_without_an_idle_one_it_is_the_session_that_works_all_the_time() -> None:
    works = "postgres: app shop 10.0.0.1(5001) ALTER TABLE"
    other = "postgres: app stock 10.0.0.1(5001) SELECT"

    [finding] = findings(database_waiters, host(other, works, WAITS))

    assert finding.culprit is not None
    assert finding.culprit.pid == 101
    assert finding.proposals[0].remedy == "end_session"


def test_an_autovacuum_worker_may_hold_it() -> None:
    [finding] = findings(database_waiters, host("postgres: 15/main: autovacuum worker shop", WAITS))

    assert finding.culprit is not None
    assert finding.culprit.pid == 100


def test_an_idle_transaction_in_another_database_holds_nobody_up() -> None:
    other = "postgres: app stock 10.0.0.1(5001) idle in transaction"

    found = findings(database_waiters, host(other, WAITS))

    assert [one.severity for one in found] == [Severity.MEDIUM, Severity.INFO]
    assert found[0].culprit is None


def test_what_the_server_itself_says_of_the_blocker_counts_most() -> None:
    about = host(IDLE, IDLE, WAITS)
    told = case(
        *about.facts.evidence["process.count"].values(),
        *about.rows(ProcessUse),
        fact("postgresql.blocked_s", 12.0, blocker="101", pid="102", server="50"),
        first=about.window.first.rows(Process),
    )

    [finding] = findings(database_waiters, told)

    assert finding.culprit is not None
    assert (finding.culprit.pid, finding.confidence) == (101, 97)


@pytest.mark.parametrize(("wakes", "count"), [(3.0, 1), (3.1, 0)])
def test_a_session_that_wakes_often_gets_its_locks(wakes: float, count: int) -> None:
    row = process(pid=100, ppid=50, comm="postgres", command=WAITS)
    about = case(fact("process.count", 1.0), use(row, voluntary_per_s=wakes), first=[row])

    assert len(findings(database_waiters, about)) == count


def test_the_client_that_does_not_go_on_and_those_that_wait_are_named() -> None:
    about = host(IDLE, WAITS)
    told = case(
        *about.facts.evidence["process.count"].values(),
        *about.rows(ProcessUse),
        use(process(pid=7, comm="keeper")),
        use(process(pid=8, comm="shopper")),
        sock(local="10.0.0.2:5432", remote="10.0.0.1:5001", owner_pid=100),
        sock(local="10.0.0.2:5432", remote="10.0.0.1:5000", owner_pid=101),
        sock(local="10.0.0.1:5001", remote="10.0.0.2:5432", owner_pid=7),
        sock(local="10.0.0.1:5000", remote="10.0.0.2:5432", owner_pid=8),
        sock(local="10.0.0.1:5000", remote="10.0.0.9:80", owner_pid=9),
        first=about.window.first.rows(Process),
    )

    [finding] = findings(database_waiters, told)

    assert dict(finding.description.values)["name"] == "keeper"
    assert [one.name for one in finding.victims] == ["postgres", "shopper"]


@given(some.text(max_size=80))
def test_any_title_is_taken(title: str) -> None:
    findings(database_waiters, host(f"postgres: {title}", title))

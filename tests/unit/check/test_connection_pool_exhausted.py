import pytest

from hexascope.check.checks.connection_pool_exhausted import connection_pool_exhausted
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket, Talk
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import OTHER, sock

SERVICE, BACKEND, CLIENT = 10, 20, 30
DOOR, SERVER = "10.0.0.1:80", "10.0.0.1:6379"


def rows(
    asked: int = 60,
    busy: int = 5,
    connections: int = 5,
    age: float = 0.6,
    turn: float = 0.05,
    free: float = 1.0,
    said: int = 0,
) -> list[object]:
    """One look: clients with an open request, and connections to the backend that wait.

    The others were answered `free` seconds ago, after one turn. Each connection has `said` so many
    questions so far; 0: not told.
    """
    found: list[object] = [
        sock(local=DOOR, remote="0.0.0.0:0", state="LISTEN", owner_pid=SERVICE),
        sock(local=SERVER, remote="0.0.0.0:0", state="LISTEN", owner_pid=BACKEND),
    ]
    for n in range(asked):
        client = f"10.0.0.1:{40_000 + n}"
        found.append(sock(local=DOOR, remote=client, owner_pid=SERVICE))
        found.append(sock(local=client, remote=DOOR, owner_pid=CLIENT))
        found.append(Talk(OTHER, DOOR, client, n, age + 1, age))
    for n in range(connections):
        ours = f"10.0.0.1:{50_000 + n}"
        found.append(sock(local=ours, remote=SERVER, owner_pid=SERVICE))
        found.append(sock(local=SERVER, remote=ours, owner_pid=BACKEND))
        ages = (turn, turn + 1) if n < busy else (turn + free, free)
        found.append(Talk(OTHER, ours, SERVER, n, *ages, said, said))
    return found


def host(
    first: list[object] | None = None, last: list[object] | None = None, backend: str = "cache"
) -> Case:
    return case(
        fact("talk.count", 65, namespace=OTHER),
        use(process(pid=SERVICE, comm="service")),
        use(process(pid=BACKEND, comm=backend)),
        use(process(pid=CLIENT, comm="client")),
        first=first if first is not None else last or rows(),
        last=[*(last or rows()), process(pid=BACKEND, comm=backend)],
    )


def test_the_owner_of_a_pool_that_is_too_small_is_named_and_its_clients_suffer() -> None:
    [finding] = findings(connection_pool_exhausted, host())

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == SERVICE
    assert [one.pid for one in finding.victims] == [CLIENT]
    assert [one.number for one in finding.evidence] == [55, 5, 0.6]


def test_requests_a_second_old_are_high() -> None:
    [finding] = findings(connection_pool_exhausted, host(last=rows(age=1.0, turn=0.08)))

    assert finding.severity is Severity.HIGH


@pytest.mark.parametrize(
    "look",
    [
        rows(asked=10, busy=5, age=0.2),  # 5 wait, twice as many as connections
        rows(busy=4),  # four of five are busy
        rows(age=2.99, turn=0.05),  # as old as 5 times the turn
        rows(age=0.121, turn=0.05),  # a fifth of it
        rows(connections=2, busy=2, asked=7),
    ],
)
def test_at_its_limits_it_is_found(look: list[object]) -> None:
    assert len(findings(connection_pool_exhausted, host(last=look))) == 1


@pytest.mark.parametrize(
    "look",
    [
        rows(asked=9, age=0.2),
        rows(busy=3),
        rows(age=3.01, turn=0.05),
        rows(age=0.119, turn=0.05),
        rows(connections=1, busy=1),
        rows(connections=2, busy=2, asked=6),
        rows(asked=5, age=0.05),
        rows(busy=0),
    ],
)
def test_below_any_limit_it_is_healthy(look: list[object]) -> None:
    assert findings(connection_pool_exhausted, host(last=look)) == []


def test_a_connection_that_was_answered_this_moment_is_not_free() -> None:
    """A pool whose requests began together is answered together: a look may fall between two."""
    between = rows(busy=1, free=0.05)

    assert len(findings(connection_pool_exhausted, host(first=between))) == 1
    assert len(findings(connection_pool_exhausted, host(last=rows(busy=0, free=0.0)))) == 1
    assert findings(connection_pool_exhausted, host(first=rows(busy=1, free=0.06))) == []


def test_a_connection_is_free_once_it_has_rested_longer_than_it_worked() -> None:
    def at(turn: float, free: float) -> int:
        look = rows(busy=1, turn=turn, free=free, age=12 * turn)
        return len(findings(connection_pool_exhausted, host(last=look)))

    assert (at(0.1, 0.1), at(0.1, 0.11)) == (1, 0)
    assert (at(2.0, 0.25), at(2.0, 0.26)) == (1, 0)


def test_a_pool_in_step_is_found_though_both_looks_saw_its_questions_at_their_beginning() -> None:
    """Five questions that are asked together are of one age: 4 ms of a turn that takes 160 ms."""

    def found(questions: int) -> int:
        first = rows(age=1.5, turn=0.004, said=100)
        last = rows(age=1.5, turn=0.004, said=100 + questions)
        return len(findings(connection_pool_exhausted, host(first=first, last=last)))

    assert found(0) == 0, "by their ages alone these clients rest"
    assert found(30) == 1, "30 questions each in the window: a turn takes 167 ms"
    assert found(1_000) == 0, "5 ms each: what waits for 1.5 s does not wait for them"


def test_clients_that_rest_beside_a_pool_of_short_answers_wait_for_nothing() -> None:
    quick = rows(busy=0, free=0.02, turn=0.002, age=30.0)

    assert findings(connection_pool_exhausted, host(last=quick)) == []
    assert findings(connection_pool_exhausted, host(last=quick, backend="postgres")) == []


def test_a_crowd_in_one_look_only_is_a_moment() -> None:
    assert findings(connection_pool_exhausted, host(first=rows(asked=5))) == []
    assert findings(connection_pool_exhausted, host(first=rows(busy=1))) == []
    assert findings(connection_pool_exhausted, host(first=rows(connections=4, busy=4))) == []
    assert (
        findings(connection_pool_exhausted, host(first=[Talk(OTHER, "a:1", "b:2", 1, 1, 2)])) == []
    )


def test_at_a_database_ages_need_not_fit_for_a_lock_may_hold_all_connections() -> None:
    stuck = rows(age=0.5, turn=30.0)

    assert findings(connection_pool_exhausted, host(last=stuck)) == []
    [finding] = findings(connection_pool_exhausted, host(last=stuck, backend="postgres"))
    assert finding.confidence == 90


def test_two_pools_of_one_program_are_one_finding_on_the_busier() -> None:
    other = [
        one._replace(remote="10.0.0.9:5432", local=one.local.replace(":50", ":51"))
        for one in rows()
        if isinstance(one, Socket) and one.remote == SERVER
    ]

    [finding] = findings(connection_pool_exhausted, host(last=[*rows(), *other]))

    assert finding.evidence[1].number == 5

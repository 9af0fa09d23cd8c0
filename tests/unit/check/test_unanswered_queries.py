import pytest

from hexascope.check.checks.unanswered_queries import unanswered_queries
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.rows import ProcessUse, Talk
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import OTHER, sock

SERVER, CLIENT = 10, 30
DOOR = "10.0.0.1:3306"


def rows(queries: int, age: float, first_inode: int = 100) -> list[object]:
    found: list[object] = [
        sock(local=DOOR, remote="0.0.0.0:0", state="LISTEN", owner_pid=SERVER, inode=9),
        process(pid=SERVER, comm="mariadbd"),
    ]
    for n in range(queries):
        client = f"10.0.0.1:{40_000 + n}"
        found.append(sock(local=DOOR, remote=client, owner_pid=SERVER, inode=first_inode + n))
        found.append(sock(local=client, remote=DOOR, owner_pid=CLIENT, inode=200 + n))
        # login and query within one step of the clock, behind the server's greeting and its OK
        found.append(Talk(OTHER, DOOR, client, first_inode + n, age, age, sent=2, received=2))
    return found


def host(
    queries: int = 4,
    age: float = 9.0,
    *,
    cpu: float = 0.0,
    comm: str = "mariadbd",
    states: str = "SSSS",
    before: list[object] | None = None,
) -> Case:
    return case(
        fact("talk.count", 8, namespace=OTHER),
        use(process(pid=SERVER, comm=comm), cpu_share=cpu, states=states),
        use(process(pid=CLIENT, comm="client")),
        first=before if before is not None else rows(queries, age - 5.0),
        last=rows(queries, age),
    )


def test_queries_open_through_the_whole_window_at_a_server_that_rests_wait_for_a_lock() -> None:
    [finding] = findings(unanswered_queries, host())

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == SERVER
    assert [one.pid for one in finding.victims] == [CLIENT]
    assert [one.number for one in finding.evidence] == [4, 9.0, 0.0]


@pytest.mark.parametrize(("queries", "severity"), [(2, Severity.MEDIUM), (3, Severity.HIGH)])
def test_their_number_makes_it_grave(queries: int, severity: Severity) -> None:
    [finding] = findings(unanswered_queries, host(queries))

    assert finding.severity is severity


@pytest.mark.parametrize(
    "about",
    [
        host(1),
        host(age=4.9),  # begun within the window of 5 s
        host(cpu=0.30),  # it works on them
        host(states="DDSS"),  # it waits for its disk
        host(comm="postgres"),  # its titles tell more
        host(before=[]),
        host(before=rows(4, 4.0, first_inode=300)),  # other connections
    ],
)
def test_other_waits_are_none(about: Case) -> None:
    assert findings(unanswered_queries, about) == []


def test_at_its_limits_it_is_found() -> None:
    assert len(findings(unanswered_queries, host(2, 5.0, cpu=0.29, states="DSSS"))) == 1


def test_the_transaction_that_sleeps_is_named_where_the_server_was_asked() -> None:
    def told(thread: str, doing: str, age: float, state: str = "RUNNING") -> Evidence:
        return fact(
            "mysql.transaction_s",
            age,
            client=f"10.0.0.1:{thread}",
            doing=doing,
            server=str(SERVER),
            state=state,
            thread=thread,
        )

    about = host()
    asked = case(
        *(one for family in about.facts.evidence.values() for one in family.values()),
        *about.rows(ProcessUse),
        told("7", "Sleep", 40.0),
        told("8", "Query", 90.0),
        told("9", "Sleep", 50.0, state="LOCK WAIT"),
        first=rows(4, 4.0),
        last=rows(4, 9.0),
    )

    [finding] = findings(unanswered_queries, asked)

    assert dict(finding.description.values)["thread"] == "7"
    assert finding.confidence == 95

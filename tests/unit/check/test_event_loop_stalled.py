import pytest

from hexascope.check.checks.event_loop_stalled import event_loop_stalled
from hexascope.domain.case import Case
from hexascope.domain.evidence import Labels
from hexascope.domain.rows import Talk, Thread, ThreadUse
from hexascope.domain.snapshot import Pulse
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import OTHER, sock

LOOP, CLIENT = 10, 30
DOOR = "10.0.0.1:80"


def unread(connections: int = 5, age: float = 0.1, size: int = 35) -> list[Talk]:
    return [
        Talk(OTHER, DOOR, f"10.0.0.1:{40_000 + n}", 100 + n, 1.0, age, 1, 2, size)
        for n in range(connections)
    ]


def rows() -> list[object]:
    found: list[object] = [
        sock(local=DOOR, remote="0.0.0.0:0", state="LISTEN", owner_pid=LOOP, inode=9)
    ]
    for n in range(5):
        client = f"10.0.0.1:{40_000 + n}"
        found.append(sock(local=DOOR, remote=client, owner_pid=LOOP, inode=100 + n))
        found.append(sock(local=client, remote=DOOR, owner_pid=CLIENT, inode=200 + n))
    return found


def host(
    *looks: list[Talk],
    comm: str = "node",
    cpu: float = 0.9,
    delay: float = 0.0,
    states: str = "RR",
    last: list[Talk] | None = None,
) -> Case:
    """A window of light looks; the full ones at its ends saw nothing unless told."""
    counts: dict[str, dict[Labels, float]] = {"talk.unread": {(("namespace", OTHER),): 0.0}}
    thread = Thread(LOOP, LOOP, comm, "R", 1.0, 0.0, 0.0, 0)
    return case(
        fact("talk.count", 5, namespace=OTHER),
        use(
            process(pid=LOOP, comm=comm, wait_channel="futex_wait"),
            cpu_share=cpu,
            run_delay_share=delay,
            states=states,
        ),
        ThreadUse(thread, 5.0, cpu, 0.0, 0.0, 0.0, "RR"),
        use(process(pid=CLIENT, comm="client")),
        first=rows(),
        last=[*rows(), *(last or [])],
        pulses=[
            Pulse(at=100.5 + n / 2, numbers=counts, tables={Talk: tuple(one)})
            for n, one in enumerate(looks)
        ],
    )


def test_requests_that_lie_unread_while_one_thread_works_are_that_programs_doing() -> None:
    [finding] = findings(event_loop_stalled, host(unread(), [], unread(), []))

    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == LOOP
    assert [one.pid for one in finding.victims] == [CLIENT]
    assert [one.number for one in finding.evidence] == [pytest.approx(2 / 6), 5, 0.1, 0.9]


@pytest.mark.parametrize(("age", "severity"), [(0.5, Severity.HIGH), (0.49, Severity.MEDIUM)])
def test_the_age_of_the_oldest_makes_it_grave(age: float, severity: Severity) -> None:
    [finding] = findings(event_loop_stalled, host(unread(age=age), unread()))

    assert finding.severity is severity


def test_a_loop_that_blocks_in_a_call_is_told_by_where_it_waits() -> None:
    [finding] = findings(event_loop_stalled, host(unread(), unread(), cpu=0.1, states="SS"))

    assert dict(finding.description.values)["where"] == "futex_wait"


@pytest.mark.parametrize("comm", ["redis-server", "node", "python3", "service"])
def test_the_advice_fits_the_program(comm: str) -> None:
    [finding] = findings(event_loop_stalled, host(unread(), unread(), comm=comm))

    said = finding.recommendation.template
    assert ("SLOWLOG" in said) == comm.startswith("redis")
    assert ("py-spy" in said) == comm.startswith("python")


@pytest.mark.parametrize(
    "about",
    [
        host(unread(2, 0.03), unread(2, 0.03)),
        host(unread(), [], []),  # one of five looks
        host(unread(), unread(), delay=0.29, cpu=0.2),
        host(unread(), unread(), delay=0.5, cpu=0.5),  # it runs as long as it waits
    ],
)
def test_at_its_limits_it_is_found(about: Case) -> None:
    assert len(findings(event_loop_stalled, about)) == 1


@pytest.mark.parametrize(
    "about",
    [
        host(unread(1), unread(1)),
        host(unread(age=0.029), unread(age=0.029)),
        host(unread(size=0), unread(size=0)),
        host(unread(), [], [], []),  # one of six
        host(unread(), last=unread()),  # three looks are too few
        host(unread(), unread(), delay=0.30, cpu=0.2),  # it would read, had it a CPU
        host(unread(), unread(), states="TT"),
    ],
)
def test_below_any_limit_it_is_healthy_or_anothers_doing(about: Case) -> None:
    assert findings(event_loop_stalled, about) == []


def test_answers_that_a_client_has_not_read_are_no_requests() -> None:
    theirs = [one._replace(local=one.remote, remote=one.local) for one in unread()]

    assert findings(event_loop_stalled, host(theirs, theirs)) == []


def test_what_nobody_has_accepted_yet_is_the_accept_queues_to_tell() -> None:
    waiting = [one._replace(inode=0) for one in unread()]

    assert findings(event_loop_stalled, host(waiting, waiting)) == []

"""Upstream time-outs: a server answers so late that its clients give up."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.connections import at_port, owners, port_of, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.check.pools import Flow, flows
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of upstream_timeouts."""

    given_up: float = limit(
        3,
        Unit.COUNT,
        "connections in both looks that the client has closed before it was answered",
        source="ours: a client that is interrupted leaves one",
    )
    turnover: float = limit(
        0.20,
        Unit.RATIO,
        "share of them that the server has closed by the last look; else it leaks them",
        source="ours",
        window="the window",
    )
    late_s: float = limit(
        0.2,
        Unit.SECONDS,
        "age of a request that still waits; clients that get their answers at once give up nothing",
        source="ours",
    )


class _Door(NamedTuple):
    """A listening port of a program, with the connections at it that were given up."""

    pid: int
    namespace: str
    port: int


@check(resource=Resource.DEPENDENCY, aspect=Aspect.LATENCY, needs=("socket.count",), limits=Limits)
def upstream_timeouts(case: Case, limits: Limits) -> Iterator[Found]:
    """A server answers so late that its clients, such as a proxy before it, give up.

    Why it matters: whoever gave up shows an error (504) or tries again, while the server goes on
    with work that nobody waits for any more: it gets slower still.

    What to do: find what the server waits for or works on. Let the proxy wait no shorter than the
    server needs in its worst healthy case, limit how much it takes on, and let it stop working on
    what nobody awaits.
    """
    first, last = _given_up(case.window.first), _given_up(case.window.last)
    talk = flows(case.window.first), flows(case.window.last)
    for door, now in last.items():
        before = first.get(door, set())
        if min(len(before), len(now)) < limits.given_up:
            continue
        if len(before - now) < limits.turnover * len(before):
            continue
        oldest = max(_oldest(look.get(door.pid), door.port) for look in talk)
        use = of_pid(case, door.pid)
        if use is not None and oldest >= limits.late_s:
            yield _found(case, use, door, float(len(now)), oldest, limits)


def _given_up(look: Snapshot) -> dict[_Door, set[int]]:
    """Give the connections that their clients have closed and the server has not, by port."""
    rows = look.rows(Socket)
    listening = {(one.namespace, port_of(one.local)) for one in rows if one.state == "LISTEN"}
    found: dict[_Door, set[int]] = defaultdict(set)
    for one in rows:
        if one.state == "CLOSE_WAIT" and one.owner_pid:
            port = port_of(one.local)
            if (one.namespace, port) in listening:
                found[_Door(one.owner_pid, one.namespace, port)].add(one.inode)
    return found


def _oldest(flow: Flow | None, port: int) -> float:
    ages = [age for age, one in flow.asked if port_of(one.local) == port] if flow else []
    return max(ages, default=0.0)


def _found(
    case: Case, use: ProcessUse, door: _Door, number: float, oldest: float, limits: Limits
) -> Found:
    def one(family: str, value: float, source: str) -> Evidence:
        return evidence(
            family,
            value,
            source=source,
            window_s=case.window.seconds,
            pid=str(use.pid),
            port=str(door.port),
        )

    lines = next((one for one in case.of("nginx.timeouts_per_s") if one.number > 0), None)
    told = (
        one("upstream.given_up", number, "/proc/PID/net/tcp"),
        one("upstream.oldest_s", oldest, "sock_diag"),
        *([lines] if lines else []),
    )
    culprit = at_port(culprits.process(case, use), door.port)
    suffering = _clients(case, door)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.FAILING,
        title=text(
            "{name} at port {port} answers so late that clients give up: {number:count}"
            " connections were closed without an answer",
            name=use.now.comm,
            port=str(door.port),
            number=number,
        ),
        description=_why(suffering, told),
        recommendation=text(
            "See what {name} (process {pid}) waits for or works on, and make that shorter. Compare"
            " how long it needs with how long its clients wait (proxy_read_timeout in nginx).",
            name=use.now.comm,
            pid=str(use.pid),
        ),
        proposals=(proposal("speed_up_upstream", pid=use.pid),),
        culprit=culprit,
        victims=victims(case, suffering, culprit),
        evidence=told,
        threshold=limits.given_up,
        confidence=95 if lines else 85,
    )


def _clients(case: Case, door: _Door) -> list[ProcessUse]:
    """Give who is connected to the port, or was in the first look, from this host."""
    rows = [
        one
        for look in (case.window.first, case.window.last)
        for one in look.rows(Socket)
        if one.namespace == door.namespace
        and port_of(one.remote) == door.port
        and one.owner_pid != door.pid
    ]
    return owners(case, rows)


def _why(suffering: list[ProcessUse], told: tuple[Evidence, ...]) -> Text:
    oldest = told[1].number
    if not suffering:
        return text(
            "Both looks saw connections that their clients had closed while the server still owed"
            " an answer; the oldest request that still waits is {oldest:seconds} old.",
            oldest=oldest,
        )
    return text(
        "Both looks saw connections that their clients had closed while the server still owed an"
        " answer; the oldest request of {client} that still waits is {oldest:seconds} old.",
        client=suffering[0].now.comm,
        oldest=oldest,
    )

"""CLOSE_WAIT: a program does not close what the other side has closed."""

from collections import Counter
from collections.abc import Iterator

from hexascope.check.connections import at_port, port_of, told
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named, process, use_of
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

MOST_OWNERS = 20
"""Owners and ports that are looked at, those with most connections."""

Owner = tuple[str, int, int]
"""Namespace, pid, and port of the program: the local one of a server, else the remote one."""


@declared
class Limits:
    """Limits of close_wait."""

    sockets: float = limit(
        50.0,
        Unit.COUNT,
        "connections of one program that only its other side has closed",
        source="ours: a healthy program holds a few for milliseconds",
    )
    stale_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of them that were there at the window's beginning already",
        source="ours",
        window="the window",
    )
    high_sockets: float = limit(
        500.0, Unit.COUNT, "number from which on descriptors run out soon", source="ours: of 1,024"
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("socket.count",), limits=Limits)
def close_wait(case: Case, limits: Limits) -> Iterator[Found]:
    """A program does not close connections that the other side has closed.

    Why it matters: each of them holds a descriptor and memory until the program ends. At its
    descriptor limit the program can open nothing more. No timeout of the kernel removes them.

    What to do: it is a mistake in the program, mostly a path on which an error or an empty read
    does not lead to close(). Restarting it helps for a while.
    """
    before, _ = _counted(case.window.first.rows(Socket))
    now, inodes = _counted(case.window.last.rows(Socket))
    old = {row.inode for row in case.window.first.rows(Socket) if row.state == "CLOSE_WAIT"}
    leaks: list[tuple[Owner, ProcessUse | None]] = []
    for one, count in now.most_common(MOST_OWNERS):
        grew = count > before[one]
        # without either they come and go
        if count >= limits.sockets and (
            grew or len(inodes[one] & old) >= limits.stale_share * count
        ):
            leaks.append((one, use_of(case, one[1]) if one[1] else None))
    named_at = {(namespace, port) for (namespace, _, port), use in leaks if use}
    for one, use in leaks:
        namespace, _, port = one
        # the rest at a known owner's port are most likely his too: not all files are looked at
        if use or (namespace, port) not in named_at:
            yield _found(case, limits, (one, use), now[one], now[one] - before[one])


def _counted(rows: tuple[Socket, ...]) -> tuple[Counter[Owner], dict[Owner, set[int]]]:
    serving = {(row.namespace, port_of(row.local)) for row in rows if row.state == "LISTEN"}
    counts: Counter[Owner] = Counter()
    inodes: dict[Owner, set[int]] = {}
    for row in rows:
        if row.state == "CLOSE_WAIT" and row.inode:
            local = port_of(row.local)
            port = local if (row.namespace, local) in serving else port_of(row.remote)
            one = (row.namespace, row.owner_pid, port)
            counts[one] += 1
            inodes.setdefault(one, set()).add(row.inode)
    return counts, inodes


def _found(
    case: Case, limits: Limits, who: tuple[Owner, ProcessUse | None], count: int, growth: int
) -> Found:
    (namespace, pid, port), use = who
    where = {"namespace": namespace, "port": str(port)}
    source, seconds = "/proc/PID/net/tcp", case.window.seconds
    held = told("socket.close_wait", count, where, source=source)
    more = told("socket.close_wait_growth", growth, where, source=source, window_s=seconds)
    is_high = count >= limits.high_sockets or growth >= limits.sockets
    title, description, advice = _words(use, port, held, more)
    return Found(
        severity=Severity.HIGH if is_high else Severity.MEDIUM,
        harm=Harm.FAILING if growth > 0 else Harm.WASTE,
        title=title,
        description=description,
        recommendation=advice,
        evidence=(held, more),
        threshold=limits.sockets,
        culprit=at_port(process(case, use), port)
        if use
        else named(EntityKind.PORT, f"port {port}", key=f"port:{port}"),
        proposals=(proposal("fix_socket_leak", pid=pid),) if use else (),
        confidence=95 if use else 75,
    )


def _words(
    use: ProcessUse | None, port: int, held: Evidence, more: Evidence
) -> tuple[Text, Text, Text]:
    if use is None:
        return (
            text(
                "{count:count} connections at port {port} were closed by their other side only",
                count=held.number,
                port=str(port),
            ),
            text("Who holds them could not be seen; each costs him a descriptor until he ends."),
            text(
                "Look as root at who holds them (ss -tnp state close-wait): he has to close them."
            ),
        )
    name = use.now.comm
    return (
        text(
            "{name} holds {count:count} connections at port {port} that the other side has closed",
            name=name,
            count=held.number,
            port=str(port),
        ),
        text(
            "They grew by {growth:count} in the window. {name} never closes them, and each holds "
            "one of its descriptors.",
            growth=more.number,
            name=name,
        )
        if more.number > 0
        else text(
            "Most were there at the window's beginning already. {name} does not close them, and "
            "each holds one of its descriptors.",
            name=name,
        ),
        text(
            "Restart {name} before it runs out of descriptors, and correct the path on which it "
            "does not close.",
            name=name,
        ),
    )

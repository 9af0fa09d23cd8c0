"""Closed window: a receiver does not take what is sent to it."""

from collections.abc import Iterator

from hexascope.check.connections import at_port, owner, port_of, remote, told, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import process
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of zero_window."""

    window_s: float = limit(
        2.0,
        Unit.SECONDS,
        "time in which nothing of a socket's queue moved",
        source="ours",
        window="the window",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.SATURATION, needs=("socket.count",), limits=Limits)
def zero_window(case: Case, limits: Limits) -> Iterator[Found]:
    """A receiver has closed its window: it does not read, and the sender has to wait.

    Why it matters: the sender is blocked or its buffers grow, and it looks like a slow network,
    though the program at the other end is stuck, stopped or too slow.

    What to do: look at what the receiving program does.
    """
    if case.window.seconds < limits.window_s:
        return
    first = {row.inode: row for row in case.window.first.rows(Socket) if row.inode}
    rows = case.rows(Socket)
    peers = {(row.local, row.remote): row for row in rows}
    for row in rows:
        before = first.get(row.inode)
        if before is None or row.timer != 4 or before.timer != 4 or not row.send_queue:
            continue
        if row.send_queue != before.send_queue:
            continue
        where = {"namespace": row.namespace, "local": row.local, "remote": row.remote}
        bytes_ = told(
            "socket.unmoved_bytes",
            row.send_queue,
            where,
            source="/proc/PID/net/tcp",
            window_s=case.window.seconds,
        )
        peer = peers.get((row.remote, row.local))
        use = owner(case, peer) if peer else None
        culprit = at_port(process(case, use), port_of(row.remote)) if use else remote(row.remote)
        sender = owner(case, row)
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.WAITING,
            title=text(
                "{name} does not read from its connection: {bytes:bytes} wait to be taken",
                name=culprit.name,
                bytes=bytes_.number,
            ),
            description=text(
                "The queue from {local} to {remote} did not move in the window, and the receiver "
                "says that it has no room.",
                local=row.local,
                remote=row.remote,
            ),
            recommendation=text("Look at what keeps {name} from reading.", name=culprit.name),
            evidence=(bytes_,),
            culprit=culprit,
            victims=victims(case, [sender] if sender else [], culprit),
        )

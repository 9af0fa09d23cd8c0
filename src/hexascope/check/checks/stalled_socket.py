"""Stalled connections: data is sent again and again, and nobody answers."""

from collections.abc import Iterator

from hexascope.check.connections import host_of, owners, remote, told, victims
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of stalled_socket."""

    backoff: float = limit(
        3.0,
        Unit.COUNT,
        "times in a row that the same data was sent in vain",
        source="ours: 1.4 s and more without any answer",
        window="the look",
    )
    high_backoff: float = limit(
        6.0,
        Unit.COUNT,
        "times from which on the other side is taken for gone",
        source="ours: about 12 s",
        window="the look",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("socket.count",), limits=Limits)
def stalled_socket(case: Case, limits: Limits) -> Iterator[Found]:
    """A connection has data to send, and the other side does not answer any more.

    Why it matters: the program behind it waits until the kernel gives up, by default after a
    quarter of an hour. Pools fill with such connections.

    What to do: see whether the other host and the path are alive, and give the program timeouts of
    its own (TCP_USER_TIMEOUT, keepalive).
    """
    stalled: dict[tuple[str, str], list[Socket]] = {}
    for row in case.rows(Socket):
        tried = max(row.backoff or 0, row.retransmits or 0)
        # without an inode no program holds it any more: nobody waits
        is_held = row.inode != 0 and row.state != "SYN_SENT"
        if tried >= limits.backoff and row.timer == 1 and is_held:
            stalled.setdefault((row.namespace, host_of(row.remote)), []).append(row)
    for (namespace, other), rows in stalled.items():
        worst = max(rows, key=lambda row: max(row.backoff or 0, row.retransmits or 0))
        where = {"namespace": namespace, "local": worst.local, "remote": worst.remote}
        backoff = told(
            "socket.backoff",
            max(worst.backoff or 0, worst.retransmits or 0),
            where,
            source="sock_diag",
        )
        waiting = told("socket.unmoved_bytes", worst.send_queue, where, source="sock_diag")
        yield Found(
            severity=Severity.HIGH if backoff.number >= limits.high_backoff else Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "{remote} has not answered {times:count} repetitions of the same data",
                remote=worst.remote,
                times=backoff.number,
            ),
            description=text(
                "{bytes:bytes} wait at {local} in network namespace {namespace}; the kernel "
                "doubles its pause each time.",
                bytes=waiting.number,
                local=worst.local,
                namespace=namespace,
            ),
            recommendation=text(
                "See whether {remote} and the path to it are alive.", remote=worst.remote
            ),
            evidence=(backoff, waiting),
            threshold=limits.backoff,
            culprit=remote(other),
            victims=victims(case, owners(case, rows)),
            confidence=85,
        )

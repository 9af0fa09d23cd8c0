"""Link down: an interface that should carry traffic has no carrier."""

from collections.abc import Iterator

from hexascope.check.connections import interface, owners, told, victims
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Interface, InterfaceUse, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

IDLE_KINDS = frozenset(("bridge", "dummy", "tun", "ifb", "loopback", "wireguard"))
"""A bridge without members and a tunnel without a program have no carrier, and nothing is wrong."""


@declared
class Limits:
    """Limits of interface_down."""

    used_packets: float = limit(
        1.0,
        Unit.COUNT,
        "packets received ever, below which an interface was never in use",
        source="ours: a spare port is not down, it is not plugged in",
        window="since it was created",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("interface.count",), limits=Limits)
def interface_down(case: Case, limits: Limits) -> Iterator[Found]:
    """An interface that is up and has addresses has lost its link.

    Why it matters: nothing goes in or out there. What is sent waits in the queue or is routed
    elsewhere, and connections hang until they time out.

    What to do: look at the cable, the switch port, or the other end of the pair, which may have
    been set down.
    """
    for use in case.rows(InterfaceUse):
        now = use.now
        lost_now = use.before.carrier is True and now.carrier is False
        lost_now |= now.carrier is False and bool(use.carrier_changes)
        is_meant = now.up and now.carrier is False and _has_address(now)
        was_used = now.received_packets >= limits.used_packets
        if is_meant and now.kind not in IDLE_KINDS and (lost_now or was_used):
            yield _found(case, use, lost_now=lost_now)


def _has_address(row: Interface) -> bool:
    return any(not one.lower().startswith("fe80:") for one in row.addresses)


def _found(case: Case, use: InterfaceUse, *, lost_now: bool) -> Found:
    now = use.now
    where = {"interface": now.name, "namespace": now.namespace}
    carrier = told(
        "interface.carrier",
        0,
        where,
        source="netlink",
    )
    changes = told(
        "interface.carrier_changes",
        use.carrier_changes or 0,
        where,
        source="netlink",
        window_s=use.seconds,
    )
    waiting = [
        socket
        for socket in case.rows(Socket)
        if socket.namespace == now.namespace
        and (socket.retransmits or socket.backoff or socket.state == "SYN_SENT")
    ]
    culprit = interface(case, now)
    return Found(
        severity=Severity.CRITICAL if lost_now else Severity.MEDIUM,
        harm=Harm.FAILING,
        title=text("Interface {name} lost its link within the window", name=now.name)
        if lost_now
        else text("Interface {name} is up and has no link", name=now.name),
        description=_description(now, _other_end(case, now)),
        recommendation=text(
            "Check the cable, the port at the other side, or the other end of the pair of {name}.",
            name=now.name,
        ),
        evidence=(carrier, changes),
        culprit=culprit,
        victims=victims(case, owners(case, waiting)),
        proposals=(proposal("check_cable", interface=now.name),),
        confidence=95 if lost_now else 75,
    )


def _description(row: Interface, other: Interface | None) -> Text:
    if other is not None and not other.up:
        return text(
            "{name} in network namespace {namespace} is up and has the address {address}, but its "
            "other end {other} has been set down.",
            name=row.name,
            namespace=row.namespace,
            address=row.addresses[0],
            other=other.name,
        )
    return text(
        "{name} in network namespace {namespace} is up and has the address {address}, but "
        "there is no signal on the link.",
        name=row.name,
        namespace=row.namespace,
        address=row.addresses[0],
    )


def _other_end(case: Case, row: Interface) -> Interface | None:
    """Find the other end of a pair, in whichever namespace it is."""
    if row.kind != "veth" or not row.peer_number:
        return None
    for one in case.rows(Interface):
        is_pair = one.number == row.peer_number and one.peer_number == row.number
        if one.kind == "veth" and is_pair and one is not row:
            return one
    return None

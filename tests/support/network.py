"""Rows of sockets and interfaces made by hand."""

from hexascope.domain.rows import Interface, InterfaceUse, Namespace, Process, ProcessUse, Socket
from tests.support.cases import process, use

OWN = "net:[4026531840]"
OTHER = "net:[4026532177]"
NAMESPACES = (Namespace(OWN, 77, 50, own=True), Namespace(OTHER, 4242, 2, own=False))


def sock(**fields: object) -> Socket:
    """Make a socket row: an established connection without trouble."""
    row = Socket(OTHER, "tcp", "10.0.0.1:40000", "10.0.0.2:80", "ESTABLISHED", 0, 0, 1001, 1000)
    return row._replace(**fields)  # type: ignore[arg-type] # the fields are checked by the row


def link(**fields: object) -> Interface:
    """Make an interface row: up, with an address and some traffic behind it."""
    row = Interface(
        namespace=OTHER,
        name="eth0",
        kind="veth",
        up=True,
        carrier=True,
        carrier_changes=1,
        addresses=("10.0.0.1/24",),
        received_packets=1000,
        sent_packets=1000,
        number=2,
        peer_number=3,
    )
    return row._replace(**fields)  # type: ignore[arg-type] # the fields are checked by the row


def link_use(
    now: Interface | None = None, before: Interface | None = None, **fields: object
) -> InterfaceUse:
    """Make what an interface did in the window: some traffic, no trouble."""
    row = now or link()
    made = InterfaceUse(
        now=row,
        before=before or row,
        seconds=5.0,
        received_bytes_per_s=1e5,
        sent_bytes_per_s=1e5,
        received_packets=10_000,
        sent_packets=10_000,
        received_dropped=0,
        sent_dropped=0,
        received_errors=0,
        sent_errors=0,
        queue_drops=0,
        carrier_changes=0,
        receive_use=None,
        send_use=None,
    )
    return made._replace(**fields)  # type: ignore[arg-type] # the fields are checked by the row


def program(pid: int, comm: str, **fields: object) -> ProcessUse:
    """Make a process in the other namespace, and what it did."""
    now: Process = process(pid=pid, comm=comm, net_namespace=OTHER, executable=f"/usr/bin/{comm}")
    return use(now, **fields)

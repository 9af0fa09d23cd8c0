"""Widen the range of local ports."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

widen_port_range = Remedy(
    name="widen_port_range",
    title=text("Widen the range of local ports"),
    why_it_matters=("When the local ports towards one destination are used up, connecting fails."),
    what_to_do="Widen the range; lasting help is a client that uses its connections again.",
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "net.ipv4.ip_local_port_range"),
        command("See how many sockets there are of each state", "ss", "-s"),
    ),
    change=(
        command("Widen the range", "sysctl", "-w", "net.ipv4.ip_local_port_range=15000 65000"),
    ),
    undo=(
        command(
            "Put back what the look showed", "sysctl", "-w", "net.ipv4.ip_local_port_range={shown}"
        ),
    ),
    verify=(command("See how many sockets there are of each state", "ss", "-s"),),
    risk=Risk.LOW,
    risk_text=text(
        "A service that listens on a port of the new range may find it taken; reserve such "
        "ports in ip_local_reserved_ports."
    ),
    expects=(expect("socket.port_use", "down", "A smaller share of the ports is in use."),),
)

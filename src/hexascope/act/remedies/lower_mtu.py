"""Send smaller packets on the interface."""

from hexascope.act.contract import INTERFACE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

lower_mtu = Remedy(
    name="lower_mtu",
    title=text("Send smaller packets on the interface"),
    why_it_matters=(
        "Where the path takes no full-sized packets and nobody says so, small requests pass "
        "and large answers hang."
    ),
    what_to_do=(
        "Lower the size here, and let the firewall pass the ICMP messages that tell it (type "
        "3 code 4, or packet too big). TCP can find it by itself with "
        "net.ipv4.tcp_mtu_probing=1."
    ),
    parameters=(INTERFACE,),
    look=(
        command("See the size now", "cat", "/sys/class/net/{interface}/mtu"),
        command("See connections that hang", "ss", "-tin"),
    ),
    change=(
        command(
            "Send at most 1400 bytes a packet",
            "ip",
            "link",
            "set",
            "dev",
            "{interface}",
            "mtu",
            "1400",
        ),
    ),
    undo=(
        command(
            "Put back what the look showed",
            "ip",
            "link",
            "set",
            "dev",
            "{interface}",
            "mtu",
            "{shown}",
        ),
    ),
    verify=(command("See connections that hang", "ss", "-tin"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "Large transfers need a few more packets. Some drivers take the link down for a moment."
    ),
    expects=(expect("socket.backoff", "down", "Connections no longer stall."),),
)

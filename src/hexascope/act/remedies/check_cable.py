"""Check the link and its other end."""

from hexascope.act.contract import INTERFACE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

check_cable = Remedy(
    name="check_cable",
    title=text("Check the link and its other end"),
    why_it_matters=(
        "Without a carrier nothing passes; a link that comes and goes breaks connections each time."
    ),
    what_to_do=(
        "See whether the other end is up: the cable, the port of the switch, or the peer of a"
        " virtual pair. A speed below the best points to a bad cable or to wrong negotiation."
    ),
    parameters=(INTERFACE,),
    look=(
        command(
            "See its state and its peer", "ip", "-d", "-s", "link", "show", "dev", "{interface}"
        ),
        command("See its speed and link", "ethtool", "{interface}"),
        command("See when it was lost", "dmesg", "--ctime", "--level=err,warn,notice,info"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("interface.carrier_changes", "down", "The link stays up."),),
)

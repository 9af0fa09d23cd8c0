"""Find where packets are lost."""

from hexascope.act.contract import INTERFACE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

check_path = Remedy(
    name="check_path",
    title=text("Find where packets are lost"),
    why_it_matters=(
        "Each lost segment costs a timeout of a fifth of a second or more, and TCP then sends"
        " more slowly."
    ),
    what_to_do=(
        "See whether the loss is in this host (drops of the interface, its queue, firewall "
        "rules) or beyond (the counters of the peer and of each hop)."
    ),
    parameters=(INTERFACE,),
    look=(
        command("See its drops and errors", "ip", "-s", "-s", "link", "show", "dev", "{interface}"),
        command("See what its queue drops", "tc", "-s", "qdisc", "show", "dev", "{interface}"),
        command("See connections that repeat segments", "ss", "-tin"),
        command("See whether a rule drops packets", "nft", "list", "ruleset"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("tcp.retransmit_share", "down", "Fewer segments are sent again."),),
)

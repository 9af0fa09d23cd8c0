"""Track more connections."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_conntrack = Remedy(
    name="raise_conntrack",
    title=text("Track more connections"),
    why_it_matters=(
        "When the table of tracked connections is full, packets of new ones are dropped."
    ),
    what_to_do=(
        "Raise the limit, if the look shows less; each entry takes some 300 bytes. See who "
        "opens so many, and leave traffic untracked that needs no tracking (notrack)."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "net.netfilter.nf_conntrack_max"),
        command("See how many there are", "sysctl", "-n", "net.netfilter.nf_conntrack_count"),
    ),
    change=(command("Raise the limit", "sysctl", "-w", "net.netfilter.nf_conntrack_max=524288"),),
    undo=(
        command(
            "Put back what the look showed",
            "sysctl",
            "-w",
            "net.netfilter.nf_conntrack_max={shown}",
        ),
    ),
    verify=(command("See how many there are", "sysctl", "-n", "net.netfilter.nf_conntrack_count"),),
    risk=Risk.LOW,
    risk_text=text("It lasts until the next start; write it to /etc/sysctl.d to keep it."),
    expects=(
        expect("conntrack.use", "down", "A smaller share of the table is in use."),
        expect("conntrack.drop_rate", "down", "No packet is dropped for want of an entry."),
    ),
)

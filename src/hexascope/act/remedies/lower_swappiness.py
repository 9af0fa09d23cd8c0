"""Swap less readily."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

lower_swappiness = Remedy(
    name="lower_swappiness",
    title=text("Swap less readily"),
    why_it_matters=(
        "A high swappiness swaps programs out to keep file cache, and they wait when they are"
        " needed again."
    ),
    what_to_do=(
        "Lower it, if there is file cache to be given up instead. If the programs do not fit "
        "at all, only less work or more memory helps."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "vm.swappiness"),
        command("See pages going in and out", "vmstat", "1", "5"),
    ),
    change=(command("Prefer to give up file cache", "sysctl", "-w", "vm.swappiness=10"),),
    undo=(command("Put back what the look showed", "sysctl", "-w", "vm.swappiness={shown}"),),
    verify=(command("See pages going in and out", "vmstat", "1", "5"),),
    risk=Risk.LOW,
    risk_text=text("It lasts until the next start; write it to /etc/sysctl.d to keep it."),
    expects=(expect("pressure.some_share", "down", "Tasks wait less for memory."),),
)

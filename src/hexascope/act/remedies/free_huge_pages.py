"""Give back reserved huge pages."""

from hexascope.act.contract import command
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

free_huge_pages = Remedy(
    name="free_huge_pages",
    title=text("Give back reserved huge pages"),
    why_it_matters=(
        "Reserved huge pages are lost to all other use, whether or not somebody takes them."
    ),
    what_to_do=(
        "Ask whether a database or a virtual machine is about to use them. Then give them "
        "back, also in /etc/sysctl.d and on the kernel's command line."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "vm.nr_hugepages"),
        command("See how many are free", "grep", "Huge", "/proc/meminfo"),
    ),
    change=(command("Give back those that are free", "sysctl", "-w", "vm.nr_hugepages=0"),),
    undo=(command("Put back what the look showed", "sysctl", "-w", "vm.nr_hugepages={shown}"),),
    verify=(command("See how many are free", "grep", "Huge", "/proc/meminfo"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "A program that wants them later may not start. The undo needs memory in one piece "
        "and may get fewer."
    ),
    expects=(),
)

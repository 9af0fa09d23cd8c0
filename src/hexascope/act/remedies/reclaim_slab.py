"""Have the kernel give up cached names of files."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

reclaim_slab = Remedy(
    name="reclaim_slab",
    title=text("Have the kernel give up cached names of files"),
    why_it_matters=(
        "Names and inodes of files that nobody uses can fill memory, often through programs "
        "that look for files that are not there."
    ),
    what_to_do=(
        "See which cache is large and who fills it. Giving it up helps for now; if it can't "
        "be given up, it is a leak of the kernel or of a module."
    ),
    parameters=(),
    look=(command("See the largest caches", "slabtop", "--once", "--sort=c"),),
    change=(command("Give up cached names and inodes", "sysctl", "-w", "vm.drop_caches=2"),),
    undo=(),
    verify=(command("See the largest caches", "slabtop", "--once", "--sort=c"),),
    risk=Risk.LOW,
    risk_text=text(
        "It can't be undone and need not be: the caches fill again, and the first lookups are"
        " slower."
    ),
    expects=(expect("pressure.some_share", "down", "Tasks wait less for memory."),),
)

"""Find what the process keeps in memory."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

find_leak = Remedy(
    name="find_leak",
    title=text("Find what the process keeps in memory"),
    why_it_matters=("A program that only ever takes memory ends in swapping, and then in a kill."),
    what_to_do=(
        "Take a heap profile of the program twice, minutes apart, and compare. Until it is "
        "mended, restart it on a schedule before it reaches its limit."
    ),
    parameters=(PID,),
    look=(
        command("See which kind of memory it holds", "cat", "/proc/{pid}/smaps_rollup"),
        command("See its growth", "pidstat", "-r", "-p", "{pid}", "5", "6"),
        command("See its largest mappings", "pmap", "-x", "{pid}"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("process.rss_growth", "down", "It no longer grows."),),
)

"""Stop the process."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

stop_process = Remedy(
    name="stop_process",
    title=text("Stop the process"),
    why_it_matters="A process that nobody needs takes from those that are needed.",
    what_to_do=(
        "Ask its owner first. Stop it through its unit or its supervisor where it has one, or"
        " it comes back."
    ),
    parameters=(STOPPABLE,),
    look=(
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
        command("See the unit that it belongs to", "ps", "-o", "unit=", "-p", "{pid}"),
    ),
    change=(command("Ask it to end", "kill", "-s", "TERM", "{pid}"),),
    undo=(),
    verify=(command("See that it is gone", "ps", "-p", "{pid}"),),
    risk=Risk.HIGH,
    risk_text=text(
        "It can't be undone: what the program held in memory is gone, and it has to be "
        "started again."
    ),
    expects=(expect("process.cpu_share", "down", "What it used is free again."),),
)

"""Stop the client that hammers."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

stop_client = Remedy(
    name="stop_client",
    title=text("Stop the client that hammers"),
    why_it_matters=(
        "A client that tries again at once, hundreds of times a second, wastes CPU on both "
        "sides and hides what it wants."
    ),
    what_to_do=(
        "See what it wants to reach and whether that should run; start that, or mend the "
        "address. Let the client wait longer after each failure."
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
        command("See what it tries to reach", "ss", "-tanp"),
    ),
    change=(command("Ask it to end", "kill", "-s", "TERM", "{pid}"),),
    undo=(),
    verify=(command("See that it is gone", "ps", "-p", "{pid}"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It can't be undone: what the program held in memory is gone, and it has to be "
        "started again."
    ),
    expects=(expect("socket.tries_per_s", "down", "Fewer connections are tried."),),
)

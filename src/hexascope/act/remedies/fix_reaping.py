"""Have the parent reap its children."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

fix_reaping = Remedy(
    name="fix_reaping",
    title=text("Have the parent reap its children"),
    why_it_matters=(
        "A zombie holds a place in the table of processes until its parent asks for its end; "
        "when the table is full, nothing can be started."
    ),
    what_to_do=(
        "The parent must call wait() for each child: that is a fault in its code. A container"
        " needs an init (docker run --init). Restarting the parent lets init reap them."
    ),
    parameters=(PID,),
    look=(
        command(
            "See its children and their states",
            "ps",
            "-o",
            "pid,stat,etimes,comm",
            "--ppid",
            "{pid}",
        ),
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
    ),
    change=(
        command(
            "Remind the parent of its children; a sound handler then reaps them",
            "kill",
            "-s",
            "CHLD",
            "{pid}",
        ),
    ),
    undo=(),
    verify=(command("Look again", "ps", "-o", "pid,stat,etimes,comm", "--ppid", "{pid}"),),
    risk=Risk.LOW,
    risk_text=text(
        "The signal is ignored unless the program asked for it. It can't be undone, and need "
        "not be."
    ),
    expects=(expect("process.zombies", "down", "The parent has fewer zombies."),),
)

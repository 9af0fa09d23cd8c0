"""Let the halted process go on."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

resume_process = Remedy(
    name="resume_process",
    title=text("Let the halted process go on"),
    why_it_matters="A halted process holds its connections and locks, and answers nobody.",
    what_to_do=(
        "Find out who halted it: a terminal (Ctrl-Z), a debugger, an operator. Then let it go on."
    ),
    parameters=(STOPPABLE,),
    look=(command("See its state", "ps", "-o", "pid,ppid,tty,stat,lstart,args", "-p", "{pid}"),),
    change=(command("Let it go on", "kill", "-s", "CONT", "{pid}"),),
    undo=(command("Halt it", "kill", "-s", "STOP", "{pid}"),),
    verify=(command("See its state", "ps", "-o", "pid,ppid,tty,stat,lstart,args", "-p", "{pid}"),),
    risk=Risk.LOW,
    risk_text=text("It may have been halted on purpose: what it does next it does at once."),
    expects=(expect("task.queued", "down", "Less waits in its sockets."),),
)

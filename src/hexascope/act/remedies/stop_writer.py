"""Halt the process that writes."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

stop_writer = Remedy(
    name="stop_writer",
    title=text("Halt the process that writes"),
    why_it_matters="While somebody writes at full speed, each freed gigabyte is gone at once.",
    what_to_do="Halt it, make room, see why it writes so much, then let it go on.",
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
        command("See how much it writes", "pidstat", "-d", "-p", "{pid}", "1", "5"),
        command("See its open files", "ls", "-l", "/proc/{pid}/fd"),
    ),
    change=(command("Halt it", "kill", "-s", "STOP", "{pid}"),),
    undo=(command("Let it go on", "kill", "-s", "CONT", "{pid}"),),
    verify=(command("Look again", "ps", "-o", "pid,stat,args", "-p", "{pid}"),),
    risk=Risk.MEDIUM,
    risk_text=text("It answers nobody while it is halted, and a supervisor may kill it for that."),
    expects=(expect("process.write_bytes", "down", "It writes less."),),
)

"""Restart the program that runs an old version."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

restart_for_upgrade = Remedy(
    name="restart_for_upgrade",
    title=text("Restart the program that runs an old version"),
    why_it_matters=(
        "A program that was upgraded runs its old code, with its old faults, until it is "
        "started anew."
    ),
    what_to_do="Restart its unit when it suits; needrestart lists all that wait for it.",
    parameters=(PID,),
    look=(
        command("See the unit that it belongs to", "ps", "-o", "unit=", "-p", "{pid}"),
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("A restart breaks connections: when it suits is for a person to decide."),
    expects=(expect("program.deleted_count", "down", "No program without a file runs any more."),),
)

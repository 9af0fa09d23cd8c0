"""Keep a copy of the program and find out who started it."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

investigate_intrusion = Remedy(
    name="investigate_intrusion",
    title=text("Keep a copy of the program and find out who started it"),
    why_it_matters=(
        "A running program whose file is gone can be read only while it runs; after it ends "
        "nobody can tell what it did."
    ),
    what_to_do=(
        "Keep a copy before anything else, see its parents and connections, then cut the host"
        " off from the network and stop it. If nobody knows it, set the host up anew and "
        "change its secrets."
    ),
    parameters=(STOPPABLE,),
    look=(
        command("See what it runs from", "ls", "-l", "/proc/{pid}/exe", "/proc/{pid}/cwd"),
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
        command("See its connections", "ss", "-tuanp"),
    ),
    change=(
        command(
            "Keep a copy of the program", "cp", "/proc/{pid}/exe", "/root/hexascope-{pid}.copy"
        ),
        command("Let nobody run it", "chmod", "400", "/root/hexascope-{pid}.copy"),
    ),
    undo=(command("Remove the copy", "rm", "-f", "/root/hexascope-{pid}.copy"),),
    verify=(
        command(
            "Compare it with what is known of malware", "sha256sum", "/root/hexascope-{pid}.copy"
        ),
    ),
    risk=Risk.LOW,
    risk_text=text("The copy changes nothing of the process; do not run it."),
    expects=(expect("program.deleted_count", "down", "No program without a file runs any more."),),
)

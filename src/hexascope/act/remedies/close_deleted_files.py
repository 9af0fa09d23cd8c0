"""Have the process let go of deleted files."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

close_deleted_files = Remedy(
    name="close_deleted_files",
    title=text("Have the process let go of deleted files"),
    why_it_matters=(
        "The space of a deleted file comes back only when the last program that has it open "
        "closes it."
    ),
    what_to_do=(
        "Ask the program to reopen its logs (its reload command), or restart it; then let the"
        " rotation tell it each time (postrotate, or copytruncate)."
    ),
    parameters=(PID,),
    look=(
        command("See its deleted files and their sizes", "lsof", "-a", "+L1", "-p", "{pid}"),
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
    verify=(command("Look again", "lsof", "-a", "+L1", "-p", "{pid}"),),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("filesystem.used_share", "down", "The filesystem is less full."),),
)

"""Find why the program crashes."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

fix_crash = Remedy(
    name="fix_crash",
    title=text("Find why the program crashes"),
    why_it_matters=(
        "A program that crashes and is started again looks alive, and loses each request that"
        " it had begun."
    ),
    what_to_do=(
        "Take a core dump and read where it ends. Go back to the last version that ran, and "
        "let its supervisor wait between starts (RestartSec=)."
    ),
    parameters=(PID,),
    look=(
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
        command("See where it crashed", "dmesg", "--ctime", "--level=err,warn,info"),
        command("See the core dumps that were kept", "coredumpctl", "list", "--no-pager"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("crash.count", "down", "It crashes less often."),),
)

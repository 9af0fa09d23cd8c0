"""Take the realtime priority from the process."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

remove_realtime = Remedy(
    name="remove_realtime",
    title=text("Take the realtime priority from the process"),
    why_it_matters=(
        "A realtime task runs before all ordinary ones, as long as it likes: they wait "
        "whatever their priority."
    ),
    what_to_do=(
        "Schedule it like others. If it needs to be in time, let it do little and sleep "
        "often, or give it a CPU of its own."
    ),
    parameters=(PID,),
    look=(
        command("See its policy and priority", "chrt", "-p", "{pid}"),
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
            "Schedule all its threads like others",
            "chrt",
            "--all-tasks",
            "--other",
            "-p",
            "0",
            "{pid}",
        ),
    ),
    undo=(),
    verify=(command("Look again", "chrt", "-p", "{pid}"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It can't be undone by itself: note policy and priority that the look shows. Sound or"
        " control programs may stutter."
    ),
    expects=(expect("process.run_delay_share", "down", "Others wait less for a CPU."),),
)

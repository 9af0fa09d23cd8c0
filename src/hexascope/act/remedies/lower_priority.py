"""Lower the priority of the process."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

lower_priority = Remedy(
    name="lower_priority",
    title=text("Lower the priority of the process"),
    why_it_matters=(
        "A process that can wait should not make others wait: at a lower priority it takes "
        "the CPU that is left over."
    ),
    what_to_do=("Lower its priority now; keep it with Nice= in its unit, or start it with nice."),
    parameters=(PID,),
    look=(
        command("See its priority now", "ps", "-o", "ni=", "-p", "{pid}"),
        command(
            "See who it is, since when, and what it uses",
            "ps",
            "-o",
            "pid,ppid,user,ni,cls,stat,pcpu,rss,lstart,args",
            "-p",
            "{pid}",
        ),
    ),
    change=(command("Let others go first", "renice", "-n", "10", "-p", "{pid}"),),
    undo=(command("Put back what the look showed", "renice", "-n", "{shown}", "-p", "{pid}"),),
    verify=(command("Look again", "ps", "-o", "pid,ni,pcpu,args", "-p", "{pid}"),),
    risk=Risk.LOW,
    risk_text=text(
        "It runs slower while others want the CPU. Between control groups priority does not "
        "count, only weight."
    ),
    expects=(expect("process.run_delay_share", "down", "Others wait less for a CPU."),),
)

"""Have the program do more at each turn."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

batch_work = Remedy(
    name="batch_work",
    title=text("Have the program do more at each turn"),
    why_it_matters=(
        "Programs that hand each other a byte at a time spend the CPU on switching, not on work."
    ),
    what_to_do=(
        "Write and read in larger pieces, keep workers running instead of starting one for "
        "each item, use one lock less often. Watch the switches a second fall."
    ),
    parameters=(PID,),
    look=(
        command("See how often it switches", "pidstat", "-w", "-p", "{pid}", "1", "5"),
        command(
            "See which calls it makes, for five seconds",
            "timeout",
            "5",
            "strace",
            "-c",
            "-f",
            "-p",
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
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed, but strace slows the program down while it counts."),
    expects=(
        expect("cpu.switch_rate", "down", "The CPUs switch less often."),
        expect("process.voluntary_switches", "down", "It gives the CPU up less often."),
    ),
)

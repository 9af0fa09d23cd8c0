"""Have the program accept connections faster."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

speed_up_accept = Remedy(
    name="speed_up_accept",
    title=text("Have the program accept connections faster"),
    why_it_matters="Who accepts too slowly turns clients away, however idle the host is.",
    what_to_do=(
        "See what it does instead: a single thread that works before it accepts, a lock, a "
        "pool that is used up. More workers, or work handed to others, lets it accept."
    ),
    parameters=(PID,),
    look=(
        command(
            "See its threads and what they wait for",
            "ps",
            "-L",
            "-o",
            "tid,stat,pcpu,wchan:24,comm",
            "-p",
            "{pid}",
        ),
        command("See the lines at its sockets", "ss", "-ltnp"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("socket.listen_queue", "down", "The line is shorter."),),
)

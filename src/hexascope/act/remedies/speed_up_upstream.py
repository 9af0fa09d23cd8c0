"""Let a server answer before its clients give up."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

speed_up_upstream = Remedy(
    name="speed_up_upstream",
    title=text("Let the server answer before its clients give up"),
    why_it_matters=(
        "A client that gives up shows an error or asks again, while the server works on for nobody:"
        " each time-out makes it slower still."
    ),
    what_to_do=(
        "Find what the server waits for or works on, and make that shorter. Let it refuse at once"
        " what it can't do in time, let it stop what nobody awaits, and only then let the proxy"
        " wait longer (proxy_read_timeout)."
    ),
    parameters=(PID,),
    look=(
        command("See its connections, and which were closed", "ss", "-tnp", "state", "close-wait"),
        command(
            "See its threads and where they wait",
            "ps",
            "-L",
            "-o",
            "tid,stat,wchan,comm",
            "-p",
            "{pid}",
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("upstream.given_up", "down", "Fewer clients give up."),),
)

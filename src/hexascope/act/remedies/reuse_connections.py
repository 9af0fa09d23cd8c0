"""Keep connections open and use them again."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

reuse_connections = Remedy(
    name="reuse_connections",
    title=text("Keep connections open and use them again"),
    why_it_matters=(
        "A new connection for each request costs a round trip, CPU on both sides, and a port "
        "for a minute."
    ),
    what_to_do=(
        "Turn keep-alive or a connection pool on in the client, and a keep-alive time in the "
        "server that is longer than the client's."
    ),
    parameters=(PID,),
    look=(
        command("See where its connections go", "ss", "-tan", "state", "time-wait"),
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
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("socket.time_wait", "down", "Fewer sockets linger in TIME_WAIT."),),
)

"""Let a pool's connections be free sooner, or give it more."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_pool = Remedy(
    name="raise_pool",
    title=text("Free the pool's connections sooner, or give it more"),
    why_it_matters=(
        "When all connections of a pool are in use, each request waits for its turn inside the"
        " program: clients time out while the program, its server and the host look idle."
    ),
    what_to_do=(
        "See how long a request keeps its connection, and why: a slow question, a transaction that"
        " stays open while something else is awaited. Then raise the pool's size in the program's"
        " settings, but not beyond what the server can serve at once (max_connections, its CPUs),"
        " and let requests fail fast that wait too long."
    ),
    parameters=(PID,),
    look=(
        command("See its connections, and which wait", "ss", "-tnpi", "state", "established"),
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
    expects=(expect("pool.queued", "down", "Fewer requests wait for a connection."),),
)

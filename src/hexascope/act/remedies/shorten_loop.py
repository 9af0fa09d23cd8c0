"""Find the long step that an event loop takes, and shorten it."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

shorten_loop = Remedy(
    name="shorten_loop",
    title=text("Find the long step of the event loop, and shorten it"),
    why_it_matters=(
        "A program with one thread for all its clients serves nobody while it works on one thing or"
        " waits in a call that blocks."
    ),
    what_to_do=(
        "Sample its main thread to see the long step. Cut it into pieces, move it to a worker"
        " thread or another process, use the call that does not block (SCAN for KEYS), or run"
        " several processes behind one port."
    ),
    parameters=(PID,),
    look=(
        command("See which thread works", "top", "-b", "-n", "1", "-H", "-p", "{pid}"),
        command("See its stack, if it is Python", "py-spy", "dump", "--pid", "{pid}"),
        command("See where its time goes", "perf", "record", "-g", "-p", "{pid}", "sleep", "3"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("loop.stalled_share", "down", "Requests are read sooner."),),
)

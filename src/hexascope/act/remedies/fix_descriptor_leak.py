"""Have the program close what it opened."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

fix_descriptor_leak = Remedy(
    name="fix_descriptor_leak",
    title=text("Have the program close what it opened"),
    why_it_matters=(
        "Descriptors that are never closed reach any limit, and then nothing can be opened."
    ),
    what_to_do=(
        "See what it has open most often: the path or peer points to the place in the code. "
        "Until it is mended, restart it before it reaches its limit."
    ),
    parameters=(PID,),
    look=(
        command("See what it has open", "ls", "-l", "/proc/{pid}/fd"),
        command("See the kinds of what it has open", "lsof", "-n", "-P", "-p", "{pid}"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("process.descriptor_growth", "down", "The number no longer grows."),),
)

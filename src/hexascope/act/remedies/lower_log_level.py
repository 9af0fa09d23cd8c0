"""Let a program log less."""

from hexascope.act.contract import FILE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

lower_log_level = Remedy(
    name="lower_log_level",
    title=text("Let the program log less"),
    why_it_matters=(
        "A log at the level debug that is synced line by line takes the disk from those who do the"
        " work, and the line that matters drowns in it."
    ),
    what_to_do=(
        "Set the program's log level back to info or warning, and let it write without syncing each"
        " line. Many programs take the new level without a restart. Keep logs and databases on"
        " different devices."
    ),
    parameters=(FILE,),
    look=(
        command("See the last lines", "tail", "-n", "50", "{path}"),
        command("See who writes it", "fuser", "-v", "{path}"),
        command("See how large it is", "ls", "-l", "{path}"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("file.growth", "down", "The log grows more slowly."),),
)

"""Move work away from the device, or make it do less."""

from hexascope.act.contract import DEVICE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

move_io = Remedy(
    name="move_io",
    title=text("Move work away from the device, or make it do less"),
    why_it_matters=("A device that is busy all the time makes every further request wait in line."),
    what_to_do=(
        "Let the program read ahead, cache, batch or sort its requests; run backups at "
        "another hour and at idle I/O priority (ionice -c 3); put the busiest data on a "
        "device of its own."
    ),
    parameters=(DEVICE,),
    look=(
        command(
            "See how busy it is and how long requests take", "iostat", "-x", "{device}", "1", "5"
        ),
        command("See who reads and writes", "pidstat", "-d", "1", "5"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("disk.await", "down", "Requests to the disk are answered sooner."),),
)

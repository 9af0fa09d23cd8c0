"""Cool the machine."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

cool_host = Remedy(
    name="cool_host",
    title=text("Cool the machine"),
    why_it_matters="A machine that is too hot slows its CPUs down, and stops in the end.",
    what_to_do=(
        "Look at fans, dust, the room and the power limit in the firmware. Until then move "
        "work away."
    ),
    parameters=(),
    look=(
        command("See the temperatures", "sensors"),
        command("See the frequencies", "grep", "MHz", "/proc/cpuinfo"),
        command("See what the kernel says", "dmesg", "--ctime", "--level=err,warn"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("thermal.throttle_rate", "down", "The CPUs are slowed down less often."),),
)

"""Add CPUs or move work away."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

add_cpus = Remedy(
    name="add_cpus",
    title=text("Add CPUs or move work away"),
    why_it_matters="When all CPUs are busy and tasks wait, no setting makes them more.",
    what_to_do=(
        "First settle who may use how much: stop, delay or limit what can wait. Then move "
        "work to another host, or take a larger machine."
    ),
    parameters=(),
    look=(
        command("See who uses the CPUs", "top", "-b", "-n", "1", "-o", "%CPU"),
        command("See each CPU", "mpstat", "-P", "ALL", "1", "5"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("pressure.some_share", "down", "Tasks wait less."),),
)

"""Fit the machine to its work."""

from hexascope.act.contract import command
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

rightsize_host = Remedy(
    name="rightsize_host",
    title=text("Fit the machine to its work"),
    why_it_matters="A machine that is idle most of the day costs as much as one that works.",
    what_to_do=(
        "Measure for a week that has the busiest day in it before you act: a look of seconds "
        "shows no peaks."
    ),
    parameters=(),
    look=(
        command("See the use of the CPUs today", "sar", "-u"),
        command("See the use of memory today", "sar", "-r"),
        command("See how long it has run, and its load", "uptime"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(),
)

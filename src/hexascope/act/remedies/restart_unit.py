"""Restart the unit."""

from hexascope.act.contract import UNIT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

restart_unit = Remedy(
    name="restart_unit",
    title=text("Restart the unit"),
    why_it_matters="A service that has failed serves nobody until it runs again.",
    what_to_do="Read its log first: what made it fail makes it fail again.",
    parameters=(UNIT,),
    look=(
        command("See its state and its last lines", "systemctl", "status", "--no-pager", "{unit}"),
        command("See why it failed", "journalctl", "--no-pager", "-n", "100", "-u", "{unit}"),
    ),
    change=(command("Start it anew", "systemctl", "restart", "{unit}"),),
    undo=(),
    verify=(command("See that it is active", "systemctl", "is-active", "{unit}"),),
    risk=Risk.MEDIUM,
    risk_text=text("A restart can't be undone: connections break, and what was in memory is gone."),
    expects=(expect("unit.restarts", "down", "It is restarted less often."),),
)

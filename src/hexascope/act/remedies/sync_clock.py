"""Have the clock kept by the network."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

sync_clock = Remedy(
    name="sync_clock",
    title=text("Have the clock kept by the network"),
    why_it_matters=(
        "With a clock that is off, logins, certificates and the order of events go wrong."
    ),
    what_to_do="Turn a time daemon on and see that it reaches its servers.",
    parameters=(),
    look=(
        command("See the clock and its service", "timedatectl", "status"),
        command("See how far it is off", "chronyc", "tracking"),
    ),
    change=(command("Turn it on", "timedatectl", "set-ntp", "true"),),
    undo=(command("Turn it off", "timedatectl", "set-ntp", "false"),),
    verify=(command("See the clock and its service", "timedatectl", "status"),),
    risk=Risk.LOW,
    risk_text=text(
        "A clock that is far off is set at once, which confuses timers and logs for a moment."
    ),
    expects=(expect("clock.offset", "down", "The clock is closer to the truth."),),
)

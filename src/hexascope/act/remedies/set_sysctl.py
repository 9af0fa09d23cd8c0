"""Change the kernel setting."""

from hexascope.act.contract import command
from hexascope.domain.remedy import Parameter, ParameterKind, Remedy, Risk
from hexascope.domain.text import text

SYSCTL = Parameter(name="sysctl", kind=ParameterKind.SYSCTL, meaning="the setting, by its name")
VALUE = Parameter(name="value", kind=ParameterKind.NAME, meaning="its new value")

set_sysctl = Remedy(
    name="set_sysctl",
    title=text("Change the kernel setting"),
    why_it_matters=(
        "A setting of the kernel that does not fit the work costs time, or safety, at each turn."
    ),
    what_to_do="Change it, look whether it helps, then keep it in /etc/sysctl.d.",
    parameters=(
        SYSCTL,
        VALUE,
    ),
    look=(command("See the value now", "sysctl", "-n", "{sysctl}"),),
    change=(command("Change the setting", "sysctl", "-w", "{sysctl}={value}"),),
    undo=(command("Put back what the look showed", "sysctl", "-w", "{sysctl}={shown}"),),
    verify=(command("See the value now", "sysctl", "-n", "{sysctl}"),),
    risk=Risk.MEDIUM,
    risk_text=text("It lasts until the next start; write it to /etc/sysctl.d to keep it."),
    expects=(),
)

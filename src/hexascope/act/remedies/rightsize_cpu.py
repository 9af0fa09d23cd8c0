"""Fit the group's CPU limit to what it uses."""

from hexascope.act.contract import CGROUP, either
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

rightsize_cpu = Remedy(
    name="rightsize_cpu",
    title=text("Fit the group's CPU limit to what it uses"),
    why_it_matters=(
        "What is reserved and never used is paid for, and keeps other work off the machine."
    ),
    what_to_do=(
        "Measure for a week that has the busiest day in it before you act: a look of seconds "
        "shows no peaks."
    ),
    parameters=(CGROUP,),
    look=(
        *either("See the limit now", "/cpu{cgroup}/cpu.cfs_quota_us", "{cgroup}/cpu.max"),
        *either(
            "See what it has used so far", "/cpuacct{cgroup}/cpuacct.usage", "{cgroup}/cpu.stat"
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(),
)

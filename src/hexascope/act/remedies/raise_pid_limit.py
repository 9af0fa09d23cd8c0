"""Lift the limit of tasks of the control group."""

from hexascope.act.contract import CGROUP, either, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_pid_limit = Remedy(
    name="raise_pid_limit",
    title=text("Lift the limit of tasks of the control group"),
    why_it_matters="At its limit of tasks a group can start neither a process nor a thread.",
    what_to_do=(
        "Lift it now, see how many tasks the work needs, and keep a limit above that with "
        "TasksMax= in the unit, or the container's pids limit. If threads only ever grow, "
        "they are leaked."
    ),
    parameters=(CGROUP,),
    look=(
        *either("See the limit now", "/pids{cgroup}/pids.max", "{cgroup}/pids.max"),
        *either("See how many there are", "/pids{cgroup}/pids.current", "{cgroup}/pids.current"),
    ),
    change=either("Lift the limit", "/pids{cgroup}/pids.max", "{cgroup}/pids.max", input="max"),
    undo=either(
        "Put back what the look showed",
        "/pids{cgroup}/pids.max",
        "{cgroup}/pids.max",
        input="{shown}",
    ),
    verify=either(
        "See whether starts are still refused", "/pids{cgroup}/pids.events", "{cgroup}/pids.events"
    ),
    risk=Risk.MEDIUM,
    risk_text=text(
        "Without a limit a program that only ever forks can take the whole host: set a new "
        "one soon."
    ),
    expects=(expect("cgroup.pids_limit_hits", "down", "No start is refused."),),
)

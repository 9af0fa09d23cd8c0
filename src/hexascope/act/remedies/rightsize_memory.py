"""Fit the group's memory limit to what it uses."""

from hexascope.act.contract import CGROUP, SIZE, either
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

rightsize_memory = Remedy(
    name="rightsize_memory",
    title=text("Fit the group's memory limit to what it uses"),
    why_it_matters=(
        "What is reserved and never used is paid for, and keeps other work off the machine."
    ),
    what_to_do=(
        "Measure for a week that has the busiest day in it before you act: a look of seconds "
        "shows no peaks."
    ),
    parameters=(
        CGROUP,
        SIZE,
    ),
    look=(
        *either(
            "See the limit now", "/memory{cgroup}/memory.limit_in_bytes", "{cgroup}/memory.max"
        ),
        *either(
            "See the most that it ever used",
            "/memory{cgroup}/memory.max_usage_in_bytes",
            "{cgroup}/memory.peak",
        ),
    ),
    change=either(
        "Set the limit closer to the use",
        "/memory{cgroup}/memory.limit_in_bytes",
        "{cgroup}/memory.max",
        input="{bytes}",
    ),
    undo=either(
        "Put back what the look showed",
        "/memory{cgroup}/memory.limit_in_bytes",
        "{cgroup}/memory.max",
        input="{shown}",
    ),
    verify=either(
        "See whether it runs into the limit",
        "/memory{cgroup}/memory.failcnt",
        "{cgroup}/memory.events",
    ),
    risk=Risk.MEDIUM,
    risk_text=text("If it ever needs more than the limit, its tasks are killed."),
    expects=(),
)

"""Give the control group a memory limit."""

from hexascope.act.contract import CGROUP, SIZE, either, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

limit_memory = Remedy(
    name="limit_memory",
    title=text("Give the control group a memory limit"),
    why_it_matters=(
        "Without a limit one group takes the memory of all, and the kernel then kills whom it"
        " chooses."
    ),
    what_to_do=(
        "Set a limit above what the group needs on a good day. Keep it with MemoryHigh= in "
        "the unit, or the memory limit of the container."
    ),
    parameters=(
        CGROUP,
        SIZE,
    ),
    look=(
        *either(
            "See the limit now", "/memory{cgroup}/memory.limit_in_bytes", "{cgroup}/memory.high"
        ),
        *either(
            "See what it uses now",
            "/memory{cgroup}/memory.usage_in_bytes",
            "{cgroup}/memory.current",
        ),
    ),
    change=either(
        "Limit the group",
        "/memory{cgroup}/memory.limit_in_bytes",
        "{cgroup}/memory.high",
        input="{bytes}",
    ),
    undo=either(
        "Put back what the look showed",
        "/memory{cgroup}/memory.limit_in_bytes",
        "{cgroup}/memory.high",
        input="{shown}",
    ),
    verify=either(
        "See whether it runs into the limit",
        "/memory{cgroup}/memory.stat",
        "{cgroup}/memory.events",
    ),
    risk=Risk.HIGH,
    risk_text=text(
        "Below what it needs the group becomes slow, and with version 1 of control groups its"
        " tasks are killed."
    ),
    expects=(expect("cgroup.memory_share", "down", "The group stays under its limit."),),
)

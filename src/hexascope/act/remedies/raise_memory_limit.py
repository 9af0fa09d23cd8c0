"""Raise the memory limit of the control group."""

from hexascope.act.contract import CGROUP, SIZE, command, either, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_memory_limit = Remedy(
    name="raise_memory_limit",
    title=text("Raise the memory limit of the control group"),
    why_it_matters=(
        "At its limit a group first reads its own files again and again, and then its tasks "
        "are killed, while the host has memory left."
    ),
    what_to_do=(
        "Raise the limit, unless the use only ever grows: then look for the leak first. Keep "
        "it with MemoryMax= in the unit, or the memory limit of the container."
    ),
    parameters=(
        CGROUP,
        SIZE,
    ),
    look=(
        *either(
            "See the limit now", "/memory{cgroup}/memory.limit_in_bytes", "{cgroup}/memory.max"
        ),
        command("See what the host has left", "free", "-m"),
    ),
    change=either(
        "Raise the limit",
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
        "See whether it still runs into the limit",
        "/memory{cgroup}/memory.failcnt",
        "{cgroup}/memory.events",
    ),
    risk=Risk.MEDIUM,
    risk_text=text(
        "The others have that much less. The undo fails if the group uses more by then."
    ),
    expects=(
        expect("cgroup.memory_share", "down", "The group is farther from its limit."),
        expect("oom.kills", "down", "No task is killed for memory."),
    ),
)

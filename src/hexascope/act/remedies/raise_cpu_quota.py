"""Raise the CPU quota of the control group."""

from hexascope.act.contract import CGROUP, either, expect
from hexascope.domain.remedy import Parameter, ParameterKind, Remedy, Risk
from hexascope.domain.text import text

CPUS = Parameter(
    name="cpus",
    kind=ParameterKind.NUMBER,
    meaning="how many CPUs the group may use",
    least=0.01,
    most=4096,
    also=(("quota_us", 100_000.0),),
)

raise_cpu_quota = Remedy(
    name="raise_cpu_quota",
    title=text("Raise the CPU quota of the control group"),
    why_it_matters=(
        "When the quota runs out, all tasks of the group stand still until the next period, "
        "even if CPUs are free."
    ),
    what_to_do=(
        "Raise the quota and watch nr_throttled. Keep it with CPUQuota= in the unit, or the "
        "CPU limit of the container. It is counted in periods of 100 ms, the kernel's "
        "default."
    ),
    parameters=(
        CGROUP,
        CPUS,
    ),
    look=either(
        "See the quota now, in microseconds a period",
        "/cpu{cgroup}/cpu.cfs_quota_us",
        "{cgroup}/cpu.max",
    ),
    change=either(
        "Let it use so many CPUs",
        "/cpu{cgroup}/cpu.cfs_quota_us",
        "{cgroup}/cpu.max",
        input="{quota_us}",
        second_input="{quota_us} 100000",
    ),
    undo=either(
        "Put back what the look showed",
        "/cpu{cgroup}/cpu.cfs_quota_us",
        "{cgroup}/cpu.max",
        input="{shown}",
    ),
    verify=either(
        "See whether nr_throttled still grows", "/cpu{cgroup}/cpu.stat", "{cgroup}/cpu.stat"
    ),
    risk=Risk.LOW,
    risk_text=text(
        "Other groups get less CPU when all want it. The group's manager may set its own "
        "value again."
    ),
    expects=(expect("cgroup.throttled_share", "down", "The quota runs out in fewer periods."),),
)

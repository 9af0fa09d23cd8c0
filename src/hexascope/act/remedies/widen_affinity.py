"""Let the process run on more CPUs."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Parameter, ParameterKind, Remedy, Risk
from hexascope.domain.text import text

CPUS = Parameter(name="cpus", kind=ParameterKind.CPUS, meaning="the CPUs, such as 0-3 or 0,2")

widen_affinity = Remedy(
    name="widen_affinity",
    title=text("Let the process run on more CPUs"),
    why_it_matters="A process that is tied to few CPUs waits there while others are idle.",
    what_to_do=(
        "Widen the affinity now; then find what sets it: taskset in a script, CPUAffinity= in"
        " the unit, cpuset of the container."
    ),
    parameters=(
        PID,
        CPUS,
    ),
    look=(command("See on which CPUs it may run now", "taskset", "-c", "-p", "{pid}"),),
    change=(
        command(
            "Let all its threads run on these CPUs", "taskset", "-a", "-c", "-p", "{cpus}", "{pid}"
        ),
    ),
    undo=(
        command("Put back what the look showed", "taskset", "-a", "-c", "-p", "{shown}", "{pid}"),
    ),
    verify=(
        command(
            "See on which CPUs its threads run",
            "ps",
            "-L",
            "-o",
            "tid,psr,pcpu,comm",
            "-p",
            "{pid}",
        ),
    ),
    risk=Risk.LOW,
    risk_text=text(
        "Some programs are tied on purpose, to keep their caches warm or other CPUs free: ask"
        " who set it."
    ),
    expects=(expect("process.run_delay_share", "down", "It waits less for a CPU."),),
)

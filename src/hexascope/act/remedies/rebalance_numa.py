"""Bring memory closer to the CPUs that use it."""

from hexascope.act.contract import command
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

rebalance_numa = Remedy(
    name="rebalance_numa",
    title=text("Bring memory closer to the CPUs that use it"),
    why_it_matters="Memory of another node takes up to twice as long to reach.",
    what_to_do=(
        "Let the kernel move pages, or tie large programs to one node (numactl --cpunodebind "
        "--membind) if they fit."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "kernel.numa_balancing"),
        command("See where memory was taken", "numastat", "-m"),
    ),
    change=(command("Let the kernel move pages", "sysctl", "-w", "kernel.numa_balancing=1"),),
    undo=(
        command("Put back what the look showed", "sysctl", "-w", "kernel.numa_balancing={shown}"),
    ),
    verify=(command("See where memory was taken", "numastat", "-m"),),
    risk=Risk.LOW,
    risk_text=text(
        "Moving pages costs some CPU time; databases that place their memory themselves may "
        "become slower."
    ),
    expects=(),
)

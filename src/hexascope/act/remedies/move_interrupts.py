"""Spread interrupts over the CPUs."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

move_interrupts = Remedy(
    name="move_interrupts",
    title=text("Spread interrupts over the CPUs"),
    why_it_matters=(
        "When one CPU serves all interrupts, what runs there waits, and devices wait for it."
    ),
    what_to_do=(
        "Let irqbalance spread them, or set smp_affinity of the busiest line by hand where "
        "latency counts."
    ),
    parameters=(),
    look=(
        command("See which CPU serves which line", "cat", "/proc/interrupts"),
        command("See whether it runs", "systemctl", "is-active", "irqbalance"),
    ),
    change=(command("Spread them", "systemctl", "enable", "--now", "irqbalance"),),
    undo=(command("Leave them where they are", "systemctl", "disable", "--now", "irqbalance"),),
    verify=(command("See which CPU serves which line", "cat", "/proc/interrupts"),),
    risk=Risk.LOW,
    risk_text=text("Where lines were placed by hand, their places are lost."),
    expects=(expect("interrupts.share", "down", "No CPU alone serves all interrupts."),),
)

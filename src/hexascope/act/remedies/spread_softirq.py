"""Spread the packets of the interface over more CPUs."""

from hexascope.act.contract import INTERFACE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

spread_softirq = Remedy(
    name="spread_softirq",
    title=text("Spread the packets of the interface over more CPUs"),
    why_it_matters=(
        "One CPU that handles all packets is the limit for all, while others are idle."
    ),
    what_to_do=(
        "Use more hardware queues (ethtool -L) where the card has them, or let the kernel "
        "hand packets on to other CPUs. A flood of small packets is better ended at its "
        "source."
    ),
    parameters=(INTERFACE,),
    look=(
        command(
            "See which CPUs the first queue may hand packets to, as a mask",
            "cat",
            "/sys/class/net/{interface}/queues/rx-0/rps_cpus",
        ),
        command("See its hardware queues", "ethtool", "-l", "{interface}"),
        command("See the work of each CPU", "mpstat", "-I", "SCPU", "1", "3"),
    ),
    change=(
        command(
            "Let the first queue use the first four CPUs",
            "tee",
            "/sys/class/net/{interface}/queues/rx-0/rps_cpus",
            input="f",
        ),
    ),
    undo=(
        command(
            "Put back what the look showed",
            "tee",
            "/sys/class/net/{interface}/queues/rx-0/rps_cpus",
            input="{shown}",
        ),
    ),
    verify=(command("See the work of each CPU", "mpstat", "-I", "SCPU", "1", "3"),),
    risk=Risk.LOW,
    risk_text=text(
        "Handing packets on costs some CPU time itself. CPUs that the host does not have are "
        "left out."
    ),
    expects=(
        expect("softnet.squeezed", "down", "The kernel runs out of time less often."),
        expect("cpu.softirq_share", "down", "No CPU alone handles all packets."),
    ),
)

"""Allow more packets to wait for a CPU."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_backlog_queue = Remedy(
    name="raise_backlog_queue",
    title=text("Allow more packets to wait for a CPU"),
    why_it_matters=(
        "When the line between the card and the kernel's stack is full, packets are dropped "
        "without a word to anybody."
    ),
    what_to_do=(
        "Raise the length of the line and the packets handled in one go. If the drops go on, "
        "spread the packets over more CPUs."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "net.core.netdev_max_backlog"),
        command("See the packets handled in one go", "sysctl", "-n", "net.core.netdev_budget"),
    ),
    change=(
        command("Lengthen the line", "sysctl", "-w", "net.core.netdev_max_backlog=5000"),
        command("Handle more in one go", "sysctl", "-w", "net.core.netdev_budget=600"),
    ),
    undo=(
        command(
            "Put back what the look showed", "sysctl", "-w", "net.core.netdev_max_backlog={shown}"
        ),
        command("Put back what the look showed", "sysctl", "-w", "net.core.netdev_budget={shown2}"),
    ),
    verify=(
        command("See drops (second column) and squeezes (third)", "cat", "/proc/net/softnet_stat"),
    ),
    risk=Risk.LOW,
    risk_text=text("It lasts until the next start; write it to /etc/sysctl.d to keep it."),
    expects=(expect("softnet.drops", "down", "Fewer packets are dropped."),),
)

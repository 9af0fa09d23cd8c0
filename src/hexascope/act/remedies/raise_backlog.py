"""Allow a longer line of waiting connections."""

from hexascope.act.contract import PORT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_backlog = Remedy(
    name="raise_backlog",
    title=text("Allow a longer line of waiting connections"),
    why_it_matters=(
        "When the line at a listening socket is full, new connections are dropped, and "
        "clients wait a second or more before they try again."
    ),
    what_to_do=(
        "Raise the kernel's bound, and the backlog that the program asks for in listen(); it "
        "counts after a restart of the program. If it accepts too slowly, a longer line only "
        "makes clients wait."
    ),
    parameters=(PORT,),
    look=(
        command("See the value now", "sysctl", "-n", "net.core.somaxconn"),
        command("See the line and its length", "ss", "-ltnp", "sport = :{port}"),
    ),
    change=(command("Raise the bound", "sysctl", "-w", "net.core.somaxconn=4096"),),
    undo=(command("Put back what the look showed", "sysctl", "-w", "net.core.somaxconn={shown}"),),
    verify=(command("See the line and its length", "ss", "-ltnp", "sport = :{port}"),),
    risk=Risk.LOW,
    risk_text=text("It lasts until the next start; write it to /etc/sysctl.d to keep it."),
    expects=(expect("socket.listen_queue", "down", "The line is shorter."),),
)

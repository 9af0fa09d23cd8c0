"""Close the port to those who need it not."""

from hexascope.act.contract import PORT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

close_listener = Remedy(
    name="close_listener",
    title=text("Close the port to those who need it not"),
    why_it_matters="A service that is open to the world is tried by the world, day and night.",
    what_to_do=(
        "Let it listen on 127.0.0.1 or on the inner network alone (its own configuration), or"
        " let a firewall pass only those who need it."
    ),
    parameters=(PORT,),
    look=(
        command("See who listens, and on which address", "ss", "-ltunp", "sport = :{port}"),
        command("See who is connected", "ss", "-tunp", "sport = :{port}"),
    ),
    change=(),
    undo=(),
    verify=(command("Look again", "ss", "-ltunp", "sport = :{port}"),),
    risk=Risk.NONE,
    risk_text=text(
        "Whoever uses the port from outside is cut off, and that may be you: it is for a "
        "person to decide."
    ),
    expects=(expect("socket.listener", "down", "Fewer ports are open to the world."),),
)

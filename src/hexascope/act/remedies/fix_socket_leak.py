"""Have the program close its sockets."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

fix_socket_leak = Remedy(
    name="fix_socket_leak",
    title=text("Have the program close its sockets"),
    why_it_matters=(
        "A socket in CLOSE_WAIT stays until the program closes it; each holds a descriptor, "
        "and at the limit nothing can be opened any more."
    ),
    what_to_do=(
        "Close the connection when the peer has ended it: a path without close(), mostly on "
        "errors. Until it is mended, restart the program before it reaches its limit."
    ),
    parameters=(PID,),
    look=(
        command("See the sockets that it does not close", "ss", "-tnp", "state", "close-wait"),
        command("See its limit", "prlimit", "--pid", "{pid}", "--nofile"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Nothing is changed on this host: the program has to change."),
    expects=(expect("socket.close_wait", "down", "Fewer sockets are left unclosed."),),
)

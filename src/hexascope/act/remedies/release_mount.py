"""Detach the filesystem that does not answer."""

from hexascope.act.contract import MOUNT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

release_mount = Remedy(
    name="release_mount",
    title=text("Detach the filesystem that does not answer"),
    why_it_matters=(
        "Whoever touches a filesystem that does not answer hangs, and can't even be killed."
    ),
    what_to_do=(
        "Bring its server back if you can. A frozen one goes on after fsfreeze --unfreeze. "
        "Else detach it, and mount network filesystems with timeouts in future."
    ),
    parameters=(MOUNT,),
    look=(
        command(
            "See what it is, without touching it",
            "grep",
            "-F",
            "--",
            "{mount}",
            "/proc/self/mountinfo",
        ),
        command("See who hangs, and where", "ps", "-eo", "pid,stat,wchan:32,args"),
    ),
    change=(command("Detach it", "umount", "--force", "--lazy", "{mount}"),),
    undo=(),
    verify=(command("See who hangs, and where", "ps", "-eo", "pid,stat,wchan:32,args"),),
    risk=Risk.HIGH,
    risk_text=text(
        "It can't be undone: it has to be mounted again. What was not yet written to it is lost."
    ),
    expects=(expect("tasks.blocked", "down", "Fewer tasks hang."),),
)

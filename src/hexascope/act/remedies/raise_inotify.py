"""Allow more watches on files."""

from hexascope.act.contract import command
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_inotify = Remedy(
    name="raise_inotify",
    title=text("Allow more watches on files"),
    why_it_matters=(
        "At the limit programs no longer learn of changed files, and many say 'no space left "
        "on device'."
    ),
    what_to_do=(
        "Raise both limits, if the look shows less. Editors, file synchronisers and log "
        "shippers use most of them."
    ),
    parameters=(),
    look=(
        command("See the value now", "sysctl", "-n", "fs.inotify.max_user_watches"),
        command(
            "See how many programs of one user may watch",
            "sysctl",
            "-n",
            "fs.inotify.max_user_instances",
        ),
    ),
    change=(
        command("Allow more watches", "sysctl", "-w", "fs.inotify.max_user_watches=524288"),
        command("Allow more watchers", "sysctl", "-w", "fs.inotify.max_user_instances=1024"),
    ),
    undo=(
        command(
            "Put back what the look showed", "sysctl", "-w", "fs.inotify.max_user_watches={shown}"
        ),
        command(
            "Put back what the look showed",
            "sysctl",
            "-w",
            "fs.inotify.max_user_instances={shown2}",
        ),
    ),
    verify=(command("See the value now", "sysctl", "-n", "fs.inotify.max_user_watches"),),
    risk=Risk.LOW,
    risk_text=text(
        "Each watch takes about a kilobyte of kernel memory. It lasts until the next start."
    ),
    expects=(),
)

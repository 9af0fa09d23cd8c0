"""Rotate the log and find why it grows."""

from hexascope.act.contract import FILE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

rotate_logs = Remedy(
    name="rotate_logs",
    title=text("Rotate the log and find why it grows"),
    why_it_matters=(
        "A log that grows by megabytes a second fills its filesystem, and then all that "
        "writes there fails."
    ),
    what_to_do=(
        "Rotate now, then lower the log's level or mend what it complains of; a log belongs "
        "under logrotate with maxsize, on a volume of its own."
    ),
    parameters=(FILE,),
    look=(
        command("See what it says so often", "tail", "-n", "20", "{path}"),
        command("See its size", "ls", "-l", "{path}"),
        command("See who writes to it", "fuser", "-v", "{path}"),
    ),
    change=(
        command(
            "Rotate all logs that logrotate knows", "logrotate", "--force", "/etc/logrotate.conf"
        ),
    ),
    undo=(),
    verify=(command("See its size", "ls", "-l", "{path}"),),
    risk=Risk.LOW,
    risk_text=text(
        "A rotation can't be undone; the oldest logs are removed as configured. A log that "
        "logrotate does not know stays as it is."
    ),
    expects=(expect("filesystem.used_share", "down", "The filesystem is less full."),),
)

"""Free space on the filesystem."""

from hexascope.act.contract import MOUNT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

free_space = Remedy(
    name="free_space",
    title=text("Free space on the filesystem"),
    why_it_matters=(
        "On a full filesystem every write fails: logs, databases, and the shell of whoever "
        "wants to help."
    ),
    what_to_do=(
        "See what takes the space, and remove or move what is not needed. A deleted file "
        "frees nothing while a program holds it open."
    ),
    parameters=(MOUNT,),
    look=(
        command("See how full it is", "df", "-h", "{mount}"),
        command(
            "See the largest folders",
            "du",
            "-x",
            "-h",
            "--max-depth=2",
            "--threshold=10M",
            "{mount}",
        ),
        command("See deleted files that are still open", "lsof", "+L1", "{mount}"),
    ),
    change=(),
    undo=(),
    verify=(command("Look again", "df", "-h", "{mount}"),),
    risk=Risk.NONE,
    risk_text=text("What is removed is gone: which files that may be is for a person to decide."),
    expects=(expect("filesystem.used_share", "down", "The filesystem is less full."),),
)

"""Check the filesystem while it is not mounted."""

from hexascope.act.contract import DEVICE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

check_filesystem = Remedy(
    name="check_filesystem",
    title=text("Check the filesystem while it is not mounted"),
    why_it_matters="A damaged filesystem damages more of itself with each write.",
    what_to_do=(
        "Take a backup, unmount it, then check it: e2fsck for ext4, xfs_repair for XFS. The "
        "root filesystem is checked at the next start (fsck.mode=force on the kernel's "
        "command line)."
    ),
    parameters=(DEVICE,),
    look=(
        command("See the kernel's words on it", "dmesg", "--ctime", "--level=err,warn"),
        command("See where it is mounted", "findmnt", "--source", "/dev/{device}"),
        command(
            "Check without repairing; on a mounted one some errors are not real",
            "fsck",
            "-n",
            "/dev/{device}",
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("log.lines", "down", "The kernel reports no further errors."),),
)

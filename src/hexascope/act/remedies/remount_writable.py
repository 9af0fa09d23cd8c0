"""Mount the filesystem for writing again."""

from hexascope.act.contract import MOUNT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

remount_writable = Remedy(
    name="remount_writable",
    title=text("Mount the filesystem for writing again"),
    why_it_matters="On a filesystem that is mounted read-only every write fails.",
    what_to_do=(
        "Find out why it is read-only first: after errors the kernel protects the data so, "
        "and writing on makes the damage worse. Check the filesystem before you write to it "
        "again."
    ),
    parameters=(MOUNT,),
    look=(
        command("See how it is mounted", "findmnt", "-o", "SOURCE,FSTYPE,OPTIONS", "{mount}"),
        command("See whether errors were the reason", "dmesg", "--ctime", "--level=err,warn"),
    ),
    change=(command("Allow writing again", "mount", "-o", "remount,rw", "{mount}"),),
    undo=(command("Protect it again", "mount", "-o", "remount,ro", "{mount}"),),
    verify=(command("Look again", "findmnt", "-o", "SOURCE,FSTYPE,OPTIONS", "{mount}"),),
    risk=Risk.HIGH,
    risk_text=text("If the kernel protected it after errors, writing can destroy more of it."),
    expects=(expect("log.lines", "down", "The kernel reports no further errors."),),
)

"""Enlarge the filesystem."""

from hexascope.act.contract import MOUNT, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

grow_filesystem = Remedy(
    name="grow_filesystem",
    title=text("Enlarge the filesystem"),
    why_it_matters="Data that is needed and grows needs room that grows as well.",
    what_to_do=(
        "Enlarge the volume first (at the provider, or with lvextend), then the filesystem: "
        "resize2fs for ext4, xfs_growfs for XFS. Both work while it is mounted."
    ),
    parameters=(MOUNT,),
    look=(
        command(
            "See its device and kind", "findmnt", "-o", "SOURCE,FSTYPE,SIZE,USED,OPTIONS", "{mount}"
        ),
        command("See the room under it", "lsblk", "-o", "NAME,SIZE,TYPE,FSTYPE,MOUNTPOINT"),
    ),
    change=(),
    undo=(),
    verify=(command("Look again", "df", "-h", "{mount}"),),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("filesystem.used_share", "down", "The filesystem is less full."),),
)

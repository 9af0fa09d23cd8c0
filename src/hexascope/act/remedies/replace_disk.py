"""Save the data and replace the device."""

from hexascope.act.contract import DEVICE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

replace_disk = Remedy(
    name="replace_disk",
    title=text("Save the data and replace the device"),
    why_it_matters="A device that returns errors loses data, mostly more of it each day.",
    what_to_do=(
        "Copy what can still be read to another device first, then replace it. For a virtual "
        "device look at what lies under it: the host, the volume, the backing file."
    ),
    parameters=(DEVICE,),
    look=(
        command("See the kernel's words on it", "dmesg", "--ctime", "--level=err,warn"),
        command("See what the device says of itself", "smartctl", "-a", "/dev/{device}"),
        command(
            "See what lies on it",
            "lsblk",
            "-o",
            "NAME,SIZE,TYPE,FSTYPE,MOUNTPOINT",
            "/dev/{device}",
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("disk.error_lines", "down", "The kernel reports no further errors."),),
)

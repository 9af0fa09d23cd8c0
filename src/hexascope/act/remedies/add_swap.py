"""Add swap space."""

from hexascope.act.contract import SIZE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

add_swap = Remedy(
    name="add_swap",
    title=text("Add swap space"),
    why_it_matters=(
        "With some swap the kernel can put away memory that nobody uses, instead of killing a task."
    ),
    what_to_do=(
        "Add a swap file. It buys time and heals nothing: pages that are in use only go in and out."
    ),
    parameters=(SIZE,),
    look=(
        command("See what there is", "swapon", "--show"),
        command("See the room on the filesystem", "df", "-h", "/"),
    ),
    change=(
        command("Make room for it", "fallocate", "-l", "{bytes}", "/swapfile.hexascope"),
        command("Let nobody else read it", "chmod", "600", "/swapfile.hexascope"),
        command("Prepare it", "mkswap", "/swapfile.hexascope"),
        command("Use it", "swapon", "/swapfile.hexascope"),
    ),
    undo=(
        command("Bring its pages back into memory", "swapoff", "/swapfile.hexascope"),
        command("Give the room back", "rm", "-f", "/swapfile.hexascope"),
    ),
    verify=(command("Look again", "swapon", "--show"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It takes room on the root filesystem. On btrfs and copy-on-write filesystems a swap "
        "file needs more preparation."
    ),
    expects=(expect("oom.kills", "down", "No task is killed for memory."),),
)

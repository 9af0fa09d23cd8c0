"""Give huge pages only to those who ask."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

enable_thp_madvise = Remedy(
    name="enable_thp_madvise",
    title=text("Give huge pages only to those who ask"),
    why_it_matters=(
        "Huge pages for everybody cost time to find and to compact, and memory that is never "
        "used; databases advise against them."
    ),
    what_to_do=(
        "Set madvise, and keep it with transparent_hugepage=madvise on the kernel's command line."
    ),
    parameters=(),
    look=(
        command(
            "See the setting: the word in brackets holds",
            "cat",
            "/sys/kernel/mm/transparent_hugepage/enabled",
        ),
    ),
    change=(
        command(
            "Give them to those who ask",
            "tee",
            "/sys/kernel/mm/transparent_hugepage/enabled",
            input="madvise",
        ),
    ),
    undo=(
        command(
            "Give them to everybody, if the look showed always",
            "tee",
            "/sys/kernel/mm/transparent_hugepage/enabled",
            input="always",
        ),
    ),
    verify=(command("Look again", "cat", "/sys/kernel/mm/transparent_hugepage/enabled"),),
    risk=Risk.LOW,
    risk_text=text("Programs that gained from huge pages without asking become a little slower."),
    expects=(expect("pressure.some_share", "down", "Tasks wait less for memory."),),
)

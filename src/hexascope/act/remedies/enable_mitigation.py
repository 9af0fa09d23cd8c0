"""Close the processor's known weaknesses."""

from hexascope.act.contract import command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

enable_mitigation = Remedy(
    name="enable_mitigation",
    title=text("Close the processor's known weaknesses"),
    why_it_matters=(
        "An open weakness lets one program read what belongs to another, also across virtual "
        "machines."
    ),
    what_to_do=(
        "Take mitigations=off from the kernel's command line, bring kernel and microcode up "
        "to date, and start anew. In a virtual machine the provider has to pass the microcode"
        " on."
    ),
    parameters=(),
    look=(
        command(
            "See each weakness and its state",
            "grep",
            "-r",
            ".",
            "/sys/devices/system/cpu/vulnerabilities",
        ),
        command("See what was turned off", "cat", "/proc/cmdline"),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It needs a restart of the host, which is for a person to decide; work with very many"
        " system calls becomes slower."
    ),
    expects=(expect("hardware.vulnerable_count", "down", "Fewer weaknesses are open."),),
)

"""Let the process open more files."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

raise_descriptors = Remedy(
    name="raise_descriptors",
    title=text("Let the process open more files"),
    why_it_matters=(
        "At its limit a process can open no file and accept no connection; most programs take"
        " that badly."
    ),
    what_to_do=(
        "Raise the limit of the running process, and keep it with LimitNOFILE= in the unit. "
        "If the number only ever grows, it is a leak."
    ),
    parameters=(PID,),
    look=(
        command(
            "See its limit now",
            "prlimit",
            "--pid",
            "{pid}",
            "--nofile",
            "--noheadings",
            "--raw",
            "--output",
            "SOFT",
        ),
        command("See what it has open", "ls", "-l", "/proc/{pid}/fd"),
    ),
    change=(command("Raise the limit", "prlimit", "--pid", "{pid}", "--nofile=65536:65536"),),
    undo=(
        command("Put back what the look showed", "prlimit", "--pid", "{pid}", "--nofile={shown}:"),
    ),
    verify=(command("Look again", "prlimit", "--pid", "{pid}", "--nofile"),),
    risk=Risk.LOW,
    risk_text=text("Programs that use select() fail beyond 1024 descriptors."),
    expects=(expect("process.descriptor_share", "down", "It is farther from its limit."),),
)

"""Other programs that look at a host: each gathers some of what an examination gathers."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program or several that together tell about the same; all of them are run, in turn."""

    name: str
    commands: Sequence[Sequence[str]]

    def missing(self) -> list[str]:
        """Which of its programs are not installed."""
        return [command[0] for command in self.commands if shutil.which(command[0]) is None]


GLANCES = Peer(
    name="glances --stdout",
    commands=[
        [
            "glances",
            "--stdout",
            "cpu,mem,memswap,load,diskio,fs,network,processlist",
            "--stop-after",
            "2",
        ]
    ],
)
SYSSTAT = Peer(
    name="sar + pidstat + ss + dmesg",
    commands=[
        ["sar", "-A", "1", "1"],
        ["pidstat", "-u", "-r", "-d", "-w", "1", "1"],
        ["ss", "-s"],
        ["dmesg"],
    ],
)
PEERS = (GLANCES, SYSSTAT)

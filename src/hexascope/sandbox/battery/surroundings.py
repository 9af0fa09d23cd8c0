"""What hostile acts reach for: a secret, servers, a folder open to all, other processes."""

import json
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from hexascope.sandbox.calls import MACHINES, REFUSED
from hexascope.sandbox.contract import Level, Limits

CGROUPS = ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids")
FURTHER_CALLS = {"clone": (56, 220), "clone3": (435, 435)}
EVERYONE = 0o777


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Names and numbers of what is there; acts read them from the file `host.json`."""

    canary: str
    secret: str
    open_folder: str
    open_file: str
    victim: int
    hexascope: int
    tcp: int
    udp: int
    abstract: str
    socket: str
    cgroups: tuple[str, ...]

    @property
    def comm(self) -> str:
        """Give the name by which every process of an act is known from outside."""
        return f"act-{self.canary[:8]}"

    def told(self, level: Level) -> dict[str, bytes]:
        """Give the file for a job at a level."""
        known = {
            **asdict(self),
            "comm": self.comm,
            "calls": _calls(),
            "processes": Limits().processes,
            "in_namespaces": level >= Level.NAMESPACES,
        }
        return {"host.json": json.dumps(known).encode()}


def _calls() -> dict[str, int]:
    machine = os.uname().machine
    row = MACHINES.index(machine) if machine in MACHINES else 0
    numbers = {**REFUSED, **FURTHER_CALLS}
    return {name: found[row] or -1 for name, found in numbers.items()}


@contextmanager
def surroundings(victim: int = 0) -> Iterator[Surroundings]:
    """Set it all up, and take it away at the end; the victim is this process unless one is named.

    The secret lies where every user can read it, the folder where every user can write.
    """
    canary = secrets.token_hex(8)
    with ExitStack() as open_, tempfile.TemporaryDirectory(prefix="hexascope-acts-") as made:
        folder = Path(made)
        folder.chmod(EVERYONE)
        (folder / "secret").write_text(canary)
        (folder / "secret").chmod(0o644)
        (folder / "mine").write_text("mine")
        (folder / "mine").chmod(0o666)
        stream = open_.enter_context(socket.create_server(("127.0.0.1", 0)))
        packets = open_.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        packets.bind(("127.0.0.1", 0))
        names = {"abstract": f"hexascope-acts-{canary}", "socket": str(folder / "socket")}
        for address in (f"\0{names['abstract']}", names["socket"]):
            local = open_.enter_context(socket.socket(socket.AF_UNIX))
            local.bind(address)
            local.listen()
        Path(names["socket"]).chmod(EVERYONE)
        yield Surroundings(
            canary=canary,
            secret=str(folder / "secret"),
            open_folder=made,
            open_file=str(folder / "mine"),
            victim=victim or os.getpid(),
            hexascope=os.getpid(),
            tcp=stream.getsockname()[1],
            udp=packets.getsockname()[1],
            cgroups=tuple(one for one in CGROUPS if Path(one).is_dir()),
            **names,
        )

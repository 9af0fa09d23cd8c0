"""What a hostile act is, and the program that does some of them."""

from dataclasses import dataclass, field

from hexascope.sandbox.contract import Limits, Why

PRELUDE = """
import ctypes, json, os, signal, socket, sys, time
host = json.load(open("host.json"))
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(15, host["comm"].encode(), 0, 0, 0)

def note(open_, detail=""):
    print(act, "open" if open_ else "stopped", repr(detail)[:200], sep="\\t", flush=True)

def attempt(*tries):
    holes = []
    for number, one in enumerate(tries):
        try:
            told = one()
        except (OSError, ValueError, LookupError, StopIteration, AttributeError, ImportError):
            continue
        holes.append((number, told))
    note(bool(holes), holes)

def want(value):
    if not value:
        raise ValueError
    return value

def call(name, *given):
    answer = libc.syscall(host["calls"][name], *given)
    if answer < 0:
        raise OSError(ctypes.get_errno(), name)
    return answer

def read(path):
    with open(path, "rb") as file:
        return want(file.read(4096))

def write(path, data=b"1"):
    with open(path, "wb") as file:
        file.write(data)
    return path
"""

KILLED_FOR = {
    "memory": frozenset({Why.MEMORY, Why.SIGNAL}),
    "disk": frozenset({Why.WRITTEN, Why.MEMORY}),
    "small_files": frozenset({Why.INODES}),
    "spin": frozenset({Why.CPU}),
    "flood": frozenset({Why.OUTPUT}),
    "memory_of_many": frozenset({Why.MEMORY}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One hostile act; a `quick` one takes no time and harms nobody where it is not stopped."""

    name: str
    source: str
    quick: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def killed_for(self) -> frozenset[Why]:
        """Give the endings by which a job that does this was stopped."""
        return KILLED_FOR.get(self.name, frozenset())


def source_of(acts: tuple[Act, ...]) -> str:
    """Give a program that does these acts, one after the other."""
    return "\n".join([PRELUDE, *(f"act = {act.name!r}\n{act.source}" for act in acts)])

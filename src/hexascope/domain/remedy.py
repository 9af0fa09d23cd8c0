"""Remedies: what can be done, from a catalogue, with typed and ranged parameters."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hexascope.domain.text import Text


class Risk(StrEnum):
    """What a remedy may break."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ParameterKind(StrEnum):
    """What a parameter may be; the pattern of each is in `act/contract.py`."""

    PID = "pid"
    CGROUP = "cgroup"
    DEVICE = "device"
    MOUNT = "mount"
    PATH = "path"
    INTERFACE = "interface"
    UNIT = "unit"
    SYSCTL = "sysctl"
    PORT = "port"
    CPUS = "cpus"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a remedy; numbers have a range.

    `also` names multiples of a number that commands need, such as a quota in microseconds of so
    many CPUs, each with its factor.
    """

    name: str
    kind: ParameterKind
    meaning: str
    least: float | None = None
    most: float | None = None
    also: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An argument list with `{parameter}` in its words, and its purpose. Never a shell string.

    `input` is what the command reads, with parameters as well. `only` is `cgroup1` or `cgroup2`
    where the command is right for that version of control groups alone.
    """

    words: tuple[str, ...]
    why: Text
    input: str = ""
    only: str = ""

    @property
    def typed(self) -> str:
        """Give it as a person types it into a shell."""
        line = shlex.join(self.words)
        return f"echo {shlex.quote(self.input)} | {line}" if self.input else line


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must become better: an evidence family, and in which direction."""

    family: str
    direction: str  # "down" or "up"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One entry of the catalogue. A model may pick it by name; it can't write one."""

    name: str
    title: Text
    why_it_matters: str
    what_to_do: str
    parameters: tuple[Parameter, ...]
    look: tuple[Command, ...]
    change: tuple[Command, ...]
    undo: tuple[Command, ...]
    verify: tuple[Command, ...]
    risk: Risk
    risk_text: Text
    expects: tuple[Expectation, ...]

    @property
    def phases(self) -> tuple[tuple[str, tuple[Command, ...]], ...]:
        """Give the commands in their order of use, each group with its name."""
        return (
            ("look", self.look),
            ("change", self.change),
            ("undo", self.undo),
            ("verify", self.verify),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy by name with its parameters, as a check or a specialist proposes it."""

    remedy: str
    parameters: tuple[tuple[str, str], ...] = ()

    def values(self) -> Mapping[str, str]:
        """Give the parameters by name."""
        return dict(self.parameters)


def proposal(remedy: str, **parameters: str | float) -> Proposal:
    """Propose a remedy; values are kept as text, sorted by name."""
    return Proposal(remedy, tuple(sorted((name, f"{value}") for name, value in parameters.items())))

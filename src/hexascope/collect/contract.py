"""What a collector is, what it is given, and how it says that something is not here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import NamedTuple, Protocol, TypeAlias

from hexascope.domain.use import Status

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

READ_LIMIT = 1024 * 1024
"""Bytes that are read of a file unless the collector asks for another limit."""


class NotHere(Exception):
    """Something can't be measured on this host: which of the statuses, and the reason in words."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Part(NamedTuple):
    """The text of a file, and whether it is all of it."""

    text: str
    whole: bool


class HostFiles(Protocol):
    """A host as a collector sees it in one look: text files, folders, links and a few calls.

    Each method raises NotHere with the reason. Text is UTF-8 with `\\xff` for what is not.
    """

    def read(self, path: str) -> str:
        """Give a file's text, at most READ_LIMIT bytes of it."""

    def read_part(self, path: str, limit: int) -> Part:
        """Give at most `limit` bytes of a file, cut at a line's end, and whether that is all."""

    def names(self, path: str) -> Sequence[str]:
        """Give the names in a folder."""

    def link(self, path: str) -> str:
        """Give where a symbolic link points."""

    def call(self, name: str, *arguments: str) -> Json:
        """Give a system call's answer as plain values; the calls are in `collect/calls`."""

    def clock(self, name: str) -> float:
        """Give the monotonic time in seconds; `name` says whose reading begins now."""


class LookKind(StrEnum):
    """A full look runs all collectors, a light one what they declare as light."""

    FULL = "full"
    LIGHT = "light"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look about to be taken: when, and through what.

    `ran` names the collectors that ran in a recorded look; None: it is live, all may run.
    `only` names those that a light look is for; None: for all that are due.
    """

    kind: LookKind
    number: int
    at: float
    time: float
    files: HostFiles
    ran: frozenset[str] | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to look: the window in seconds, and how often in between.

    `sample_seconds` is how often the threads of a target are looked at; 0: there is none.
    """

    window_seconds: float = 5.0
    light_seconds: float = 0.1
    sample_seconds: float = 0.0


class Looks(Protocol):
    """A host that can be looked at: this one, or a recorded one."""

    def looks(self, plan: Plan) -> Iterable[Look]:
        """Give the looks in order, each when its time has come."""


Gather = Callable[[HostFiles], Iterable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """Reads one source. Yields Reading, Missing, or rows of `domain.rows`.

    `reads` lists the paths and calls (for `doctor` and the docs), `gives` the families.
    `light` is what it reads in light looks, at most once in `light_every_seconds`. `once` says that
    what it reads does not change within a window: it runs in the last full look only.
    """

    name: str
    reads: tuple[str, ...]
    gives: tuple[str, ...]
    gather: Gather
    text: str
    light: Gather | None = None
    light_every_seconds: float = 0.0
    once: bool = False


def collector(
    *,
    reads: Sequence[str],
    gives: Sequence[str],
    light: Gather | None = None,
    light_every_seconds: float = 0.0,
    once: bool = False,
) -> Callable[[Gather], Collector]:
    """Make a Collector of a generator function; its name and docstring become the collector's."""

    def made(gather: Gather) -> Collector:
        return Collector(
            name=getattr(gather, "__name__", ""),
            reads=tuple(reads),
            gives=tuple(gives),
            gather=gather,
            text=cleandoc(gather.__doc__ or ""),
            light=light,
            light_every_seconds=light_every_seconds,
            once=once,
        )

    return made

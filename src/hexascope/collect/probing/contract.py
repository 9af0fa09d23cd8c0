"""What a probe is, what it is given, and what it may cost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Protocol

from hexascope.collect.contract import HostFiles
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.kit.process import Ended

LONGEST_SECONDS = 3.0
"""How long a probe may take."""

MOST_ANSWER_BYTES = 1024 * 1024
"""Bytes that a probe takes of a program's or a server's answer."""


class ProbeHost(HostFiles, Protocol):
    """A host as a probe sees it: what a collector sees, programs, servers, and the time.

    Each method raises NotHere with the reason; none waits longer than it is told.
    """

    def run(
        self, words: Sequence[str], *, timeout_seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Ended:
        """Run a program of this host that only reads; an argument list, never a shell."""

    def ask(self, address: str, request: bytes, *, timeout_seconds: float, pid: int = 0) -> bytes:
        """Send bytes to `unix:/path` or `tcp:host:port` and give the answer until it pauses.

        With a `pid` it is asked from within that process' network and mount namespaces.
        """

    def pause(self, seconds: float) -> None:
        """Wait, within the probe's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a probe may cost: seconds of time, share of one CPU meanwhile, what rights it needs."""

    seconds: float
    cpu_share: float
    needs: str  # `root or same user`, `perf_event_paranoid ≤ 2`, `nothing`


Wants = Callable[[Case], Iterable[Subject]]
Measure = Callable[[ProbeHost, Subject], Iterator[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A typed, bounded, read-only drill-down.

    `wants` gives the subjects that the findings of a case call for, the most wanted first;
    `measure` yields Reading, Missing or Profile of one subject, or raises NotHere. `gives` names
    the families, `fallback` says what is done where the rights or the programs are missing.
    """

    name: str
    gives: tuple[str, ...]
    cost: Cost
    fallback: str
    wants: Wants
    measure: Measure
    text: str


def probe(
    *, gives: Sequence[str], cost: Cost, wants: Wants, fallback: str = ""
) -> Callable[[Measure], Probe]:
    """Make a Probe of a generator function; its name and docstring become the probe's."""

    def made(measure: Measure) -> Probe:
        return Probe(
            name=getattr(measure, "__name__", ""),
            gives=tuple(gives),
            cost=cost,
            fallback=fallback,
            wants=wants,
            measure=measure,
            text=cleandoc(measure.__doc__ or ""),
        )

    return made

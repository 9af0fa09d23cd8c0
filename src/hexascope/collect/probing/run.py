"""Running probes: all at once, each within its time, and what it gave or why it gave nothing."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from hexascope.collect.contract import NotHere
from hexascope.collect.look import MOST_NUMBER, NONSENSE
from hexascope.collect.probing.choose import Chosen
from hexascope.collect.probing.contract import LONGEST_SECONDS, ProbeHost
from hexascope.domain.evidence import LONGEST_TEXT, Labels
from hexascope.domain.probe import ProbeResult
from hexascope.domain.profile import Profile
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from hexascope.kit import clock

LONGEST_ALL_SECONDS = 4.0
"""How long all probes together are waited for; who has not ended then is left behind."""

MOST_READINGS = 2_000
"""Readings that one probe may give on one subject."""

MOST_STACKS = 20_000
MOST_FRAMES = 128
"""Distinct stacks of a profile, and frames of a stack: what is beyond them is left out."""


class MeteredHost(ProbeHost, Protocol):
    """A ProbeHost that tells what the programs it ran have cost."""

    @property
    def children_cpu_s(self) -> float:
        """Give the CPU seconds of the programs that were run."""


MakeHost = Callable[[float], MeteredHost]
"""Makes the host of one probe, with the seconds that it has."""


@dataclass(slots=True)
class _Running:
    """One probe on one subject, and what it has given so far."""

    chosen: Chosen
    readings: dict[tuple[str, Labels], Reading] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    gone: NotHere | None = None
    seconds: float = 0.0
    cpu_s: float = 0.0
    ended: bool = False

    def run(self, make: MakeHost) -> None:
        began, spent = clock.monotonic(), clock.cpu_seconds()
        host = make(min(self.chosen.probe.cost.seconds, LONGEST_SECONDS))
        try:
            for item in self.chosen.probe.measure(host, self.chosen.subject):
                self._put(item)
        except NotHere as reason:
            self.gone = reason
        except NONSENSE as error:
            told = f"{type(error).__name__}: {error}"[:LONGEST_TEXT]
            self.gone = NotHere(Status.UNREADABLE, f"what it got made no sense ({told})")
        except OSError as error:
            self.gone = NotHere(Status.UNREADABLE, error.strerror or str(error))
        self.seconds = clock.monotonic() - began
        self.cpu_s = clock.cpu_seconds() - spent + host.children_cpu_s
        self.ended = True

    def _put(self, item: object) -> None:
        if isinstance(item, Missing):
            self.missing.append(item)
        elif isinstance(item, Profile):
            self.profiles.append(_bounded(item))
        elif isinstance(item, Reading) and len(self.readings) < MOST_READINGS:
            self._read(item)

    def _read(self, item: Reading) -> None:
        if item.family not in self.chosen.probe.gives:
            raise ValueError(f"{item.family} is none of the families that it gives")
        value = item.value
        if isinstance(value, str):
            value = value[:LONGEST_TEXT]
        elif not -MOST_NUMBER <= value <= MOST_NUMBER:
            raise ValueError(f"{item.family} can't be {value}")
        labels = tuple(sorted((name, told[:LONGEST_TEXT]) for name, told in item.labels))
        self.readings[item.family, labels] = Reading(
            item.family, labels, value, item.source[:LONGEST_TEXT]
        )

    def result(self, longest: float) -> ProbeResult:
        if not self.ended:
            return self._made(
                Status.UNREADABLE,
                f"it did not end within {longest:g} s and was left behind",
                seconds=longest,
            )
        if self.gone is not None:
            return self._made(self.gone.status, self.gone.reason[:LONGEST_TEXT], self.seconds)
        return self._made(Status.MEASURED, "", self.seconds)

    def _made(self, status: Status, reason: str, seconds: float) -> ProbeResult:
        # who still runs may still write: what it has so far is not taken
        ended = self.ended
        return ProbeResult(
            probe=self.chosen.probe.name,
            subject=self.chosen.subject,
            status=status,
            reason=reason,
            seconds=seconds,
            cpu_s=self.cpu_s if ended else 0.0,
            readings=tuple(self.readings.values()) if ended else (),
            missing=tuple(self.missing) if ended else (),
            profiles=tuple(self.profiles) if ended else (),
        )


def run(
    chosen: Iterable[Chosen], make: MakeHost, *, longest_seconds: float = LONGEST_ALL_SECONDS
) -> tuple[ProbeResult, ...]:
    """Run probes at once, each in a thread of its own, and give what came within the time."""
    running = [_Running(one) for one in chosen]
    threads = [
        threading.Thread(target=one.run, args=(make,), name=one.chosen.probe.name, daemon=True)
        for one in running
    ]
    ends = clock.monotonic() + longest_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends - clock.monotonic()))
    return tuple(one.result(longest_seconds) for one in running)


def _bounded(profile: Profile) -> Profile:
    """Give a profile within the limits; samples that are left out count as lost."""
    kept = tuple(
        (tuple(frame[:LONGEST_TEXT] for frame in frames[-MOST_FRAMES:]), count)
        for frames, count in profile.stacks[:MOST_STACKS]
        if frames and count > 0
    )
    lost = profile.samples - sum(count for _, count in kept)
    return Profile(
        name=profile.name,
        kind=profile.kind,
        pids=profile.pids,
        hertz=profile.hertz,
        seconds=profile.seconds,
        source=profile.source,
        stacks=kept,
        lost=profile.lost + max(0, lost),
    )

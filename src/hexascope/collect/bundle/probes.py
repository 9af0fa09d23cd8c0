"""What probes measured, as a member of a bundle: `probes.json`, and `probes-asked.json` for those
that a panel asked for.

    {"probes": [{"probe", "subject": {"name", "pids", "place"}, "status", "reason", "seconds",
                 "cpu_s", "readings": [[family, {label: value}, value, source]],
                 "missing": [[name, status, reason]],
                 "profiles": [{"name", "kind", "pids", "hertz", "seconds", "source", "lost",
                               "frames": [name], "stacks": [[[frame number, …], count]]}]}]}

Nothing in it is trusted: each value is checked and bounded when it is read.
"""

import json
import math
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from hexascope.collect.contract import Json
from hexascope.domain.errors import BadBundle, CannotWrite
from hexascope.domain.evidence import LONGEST_TEXT
from hexascope.domain.families import families
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status, Unit

MEMBER = "probes.json"
ASKED_MEMBER = "probes-asked.json"
"""What a panel asked for runs after the probes of --deep, and is added to the same bundle."""

MOST_PROBES = 64
MOST_READINGS = 5_000
MOST_PROFILES = 16
MOST_STACKS = 20_000
MOST_FRAMES = 128
MOST_NAMES = 200_000
MOST_PIDS = 64
MOST_NUMBER = 1e24
MOST_COUNT = 10_000_000
MOST_SECONDS = 86_400.0
MOST_HERTZ = 100_000

E = TypeVar("E", Status, ProfileKind)


def append(path: Path, results: Iterable[ProbeResult], member: str = MEMBER) -> None:
    """Add what probes measured to a bundle that is there, once for each member."""
    told = {"probes": [_told(one) for one in results]}
    try:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle:
            bundle.writestr(member, json.dumps(told, separators=(",", ":"), allow_nan=False))
    except OSError as error:
        raise CannotWrite(
            f"what the probes measured could not be added to {path}: {error.strerror or error};"
            " make room, or use --no-keep"
        ) from None


def results(value: Json) -> tuple[ProbeResult, ...]:
    """Take what a bundle holds apart; BadBundle for what no bundle of ours holds."""
    try:
        return tuple(_result(one) for one in _list(_object(value)["probes"], MOST_PROBES))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadBundle(f"{MEMBER} is damaged: {type(error).__name__}: {error!s:.200}") from None


def _told(one: ProbeResult) -> dict[str, object]:
    return {
        "probe": one.probe,
        "subject": {
            "name": one.subject.name,
            "pids": list(one.subject.pids),
            "place": one.subject.place,
        },
        "status": one.status.value,
        "reason": one.reason,
        "seconds": one.seconds,
        "cpu_s": one.cpu_s,
        "readings": [
            [each.family, dict(each.labels), each.value, each.source] for each in one.readings
        ],
        "missing": [[each.name, each.status.value, each.reason] for each in one.missing],
        "profiles": [_told_profile(each) for each in one.profiles],
    }


def _told_profile(one: Profile) -> dict[str, object]:
    frames: dict[str, int] = {}
    stacks = [
        [[frames.setdefault(name, len(frames)) for name in names], count]
        for names, count in one.stacks
    ]
    return {
        "name": one.name,
        "kind": one.kind.value,
        "pids": list(one.pids),
        "hertz": one.hertz,
        "seconds": one.seconds,
        "source": one.source,
        "lost": one.lost,
        "frames": list(frames),
        "stacks": stacks,
    }


def _result(value: Json) -> ProbeResult:
    told = _object(value)
    subject = _object(told["subject"])
    return ProbeResult(
        probe=_text(told["probe"]),
        subject=Subject(
            name=_text(subject["name"]), pids=_pids(subject["pids"]), place=_text(subject["place"])
        ),
        status=_one_of(Status, told["status"]),
        reason=_text(told["reason"]),
        seconds=_number(told["seconds"], MOST_SECONDS),
        cpu_s=_number(told["cpu_s"], MOST_SECONDS),
        readings=tuple(map(_reading, _list(told["readings"], MOST_READINGS))),
        missing=tuple(map(_missing, _list(told["missing"], MOST_READINGS))),
        profiles=tuple(map(_profile, _list(told["profiles"], MOST_PROFILES))),
    )


def _reading(value: Json) -> Reading:
    family, labels, said, source = _row(value, 4)
    known = families().get(_text(family))
    if known is None:
        raise ValueError(f"there is no family {family!r:.60}")
    named = tuple(sorted((_text(name), _text(told)) for name, told in _object(labels).items()))
    if {name for name, _ in named} - set(known.labels):
        raise ValueError(f"{known.name} has no such labels")
    number = _text(said) if known.unit is Unit.TEXT else _signed(said)
    return Reading(known.name, named, number, _text(source))


def _missing(value: Json) -> Missing:
    name, status, reason = _row(value, 3)
    return Missing(_text(name), _one_of(Status, status), _text(reason))


def _profile(value: Json) -> Profile:
    told = _object(value)
    frames = [_text(one) for one in _list(told["frames"], MOST_NAMES)]
    return Profile(
        name=_text(told["name"]),
        kind=_one_of(ProfileKind, told["kind"]),
        pids=_pids(told["pids"]),
        hertz=_whole(told["hertz"], MOST_HERTZ),
        seconds=_number(told["seconds"], MOST_SECONDS),
        source=_text(told["source"]),
        stacks=tuple(_stacks(told["stacks"], frames)),
        lost=_whole(told["lost"], MOST_COUNT),
    )


def _stacks(value: Json, frames: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    for one in _list(value, MOST_STACKS):
        numbers, count = _row(one, 2)
        names = tuple(
            frames[_whole(number, len(frames) - 1)] for number in _list(numbers, MOST_FRAMES)
        )
        if not names:
            raise ValueError("a stack has no frame")
        yield names, max(1, _whole(count, MOST_COUNT))


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.60} is no object")
    return value


def _list(value: Json, most: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise TypeError(f"{value!r:.60} is no list of at most {most}")
    return value


def _row(value: Json, length: int) -> list[Json]:
    row = _list(value, length)
    if len(row) != length:
        raise ValueError(f"{row!r:.60} has not {length} parts")
    return row


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.60} is no text")
    return value[:LONGEST_TEXT]


def _signed(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r:.60} is no number")
    if not math.fabs(value) <= MOST_NUMBER:
        raise ValueError(f"{value!r:.60} can't be")
    return value


def _number(value: Json, most: float) -> float:
    told = _signed(value)
    if not 0 <= told <= most:
        raise ValueError(f"{value!r:.60} is not within 0 and {most:g}")
    return float(told)


def _whole(value: Json, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"{value!r:.60} is no whole number within 0 and {most}")
    return value


def _pids(value: Json) -> tuple[int, ...]:
    return tuple(_whole(one, 2**31) for one in _list(value, MOST_PIDS))


def _one_of(kind: type[E], value: Json) -> E:
    return kind(_text(value))

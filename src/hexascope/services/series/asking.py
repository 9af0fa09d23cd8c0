"""Asking for series: by name, labels and host, over a range, one value a step."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from hexascope.domain.errors import BadInput
from hexascope.domain.families import families, told_unit
from hexascope.domain.series import Hole, Named, Stretch, parted
from hexascope.services.series.buckets import (
    AGGREGATES,
    COMBINED,
    PERCENTILES,
    RATE,
    Points,
    as_measured,
    by_step,
    combined,
    rates,
)
from hexascope.services.series.series import Series
from hexascope.store.database.series.appending import GRAIN_S
from hexascope.store.database.series.host_names import Attributes
from hexascope.store.database.series.names import Match, find
from hexascope.store.database.series.reading import Basket, Reading, Seen, sources_of

MOST_SERIES = 1_000
"""Series of one answer."""

MOST_POINTS = 11_000
"""Points of one series in one answer."""

MOST_POINTS_IN_ALL = 1_000_000
"""Points of all series in one answer: about 30 MB of JSON."""

USUAL_POINTS = 300
"""Points of a series where no step is asked for."""

NICE = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)
"""Steps that are chosen where none is asked for."""

MINUTES, HOURS = 60, 3600

May = Callable[[Attributes], bool]
"""Tells whether who asks may see the series of a host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which series, when, and how they are to be told.

    `host` is a glob for names or ids. `step` in seconds: 0 gives moments as they were measured,
    None a step that suits the range. `group` names labels (or `host`) whose series are told as one,
    put together by `combine`; None: each series by itself.
    """

    match: Match
    start: float
    end: float
    host: str = "*"
    step: int | None = None
    aggregate: str = "avg"
    group: tuple[str, ...] | None = None
    combine: str = "avg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an answer: of a series, or of a group (with its labels and no key)."""

    host: str = ""
    host_name: str = ""
    key: str = ""
    labels: Mapping[str, str]
    unit: str = ""
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a question came to; `resolution` is the coarsest that was read: 0, 60 or 3600 s."""

    lines: Sequence[Line]
    step: int
    resolution: int
    holes: Sequence[Hole] = field(default=())


async def names(
    series: Series, tenant: str, match: Match, *, host: str, may: May, since: float
) -> Sequence[Named]:
    """Give the series that fit and were told since a moment; BadInput where they are too many."""
    hosts = await chosen(series, tenant, host, may)
    return await find(
        series.store.of(tenant),
        match,
        hosts=hosts.__contains__,
        since=since - GRAIN_S,
        limit=MOST_NAMES,
    )


MOST_NAMES = 10_000
"""Names of one answer."""


async def chosen(series: Series, tenant: str, host: str, may: May) -> Mapping[str, Attributes]:
    """Give the hosts that a glob names and that who asks may see, by id."""
    known = await series.hosts(tenant)
    return {
        id_: attributes
        for id_, attributes in known.items()
        if (host == "*" or fnmatchcase(attributes["host"], host) or fnmatchcase(id_, host))
        and may(attributes)
    }


async def ask(series: Series, tenant: str, question: Question, may: May) -> Told:
    """Answer a question; BadInput says which limit it is over, and how to narrow it."""
    step = _checked(question)
    if step:  # the first step is told whole
        question = replace(question, start=question.start // step * step)
    scope = series.store.of(tenant)
    hosts = await chosen(series, tenant, question.host, may)
    found = await find(
        scope,
        question.match,
        hosts=hosts.__contains__,
        since=question.start - GRAIN_S,
        limit=MOST_SERIES,
    )
    wanted: dict[str, list[str]] = {}
    for one in found:
        wanted.setdefault(one.host, []).append(one.key)
    resolution = await _resolution(series, tenant, question, step)
    basket = Basket()
    sources = await sources_of(scope, list(wanted), question.start)
    await _read(series, tenant, question, wanted, sources, resolution, basket)
    lines = await asyncio.to_thread(_lines, question, step, basket, sources, hosts)
    return Told(lines=lines, step=step, resolution=resolution, holes=tuple(basket.holes))


def _checked(question: Question) -> int:
    seconds = question.end - question.start
    if not seconds > 0:
        raise BadInput("from must be before to")
    if question.aggregate not in AGGREGATES:
        raise BadInput(f"aggregate: there are {', '.join(AGGREGATES)}")
    if question.combine not in COMBINED:
        raise BadInput(f"combine: there are {', '.join(COMBINED)}")
    if question.step is None:
        return next((one for one in NICE if seconds / one <= USUAL_POINTS), NICE[-1])
    if question.step and seconds / question.step > MOST_POINTS:
        least = -(-seconds // MOST_POINTS)
        raise BadInput(
            f"step: {question.step} s give more than {MOST_POINTS} points; ask for at least"
            f" {least:.0f} s, or for a shorter range"
        )
    if not question.step and (question.group is not None or question.aggregate == RATE):
        raise BadInput("step: groups and rates need one of at least 1 s")
    return question.step


async def _resolution(series: Series, tenant: str, question: Question, step: int) -> int:
    """Choose what is read: the coarsest that the step allows, or what is still kept."""
    if question.aggregate in PERCENTILES or not step:
        return 0  # of means there are no percentiles
    keep = await series.keep_of(tenant)
    age_days = (series.clock() - question.start) / 86_400
    if age_days > keep.minutes_days or (step >= HOURS and step % HOURS == 0):
        return HOURS
    if age_days > keep.days or (step >= MINUTES and step % MINUTES == 0):
        return MINUTES
    return 0


async def _read(
    series: Series,
    tenant: str,
    question: Question,
    wanted: Mapping[str, Sequence[str]],
    sources: Mapping[int, Seen],
    resolution: int,
    basket: Basket,
) -> None:
    """Read rollups first, then what they do not cover yet by finer ones, to what was measured."""
    reading = Reading(scope=series.store.of(tenant), layouts=series.layouts)
    begins = dict.fromkeys(sources, question.start)
    for finer in (HOURS, MINUTES, 0):
        if finer > resolution or not begins:
            continue
        covered = await reading.read(
            wanted,
            {number: sources[number].source for number in begins},
            begins=begins,
            end=question.end,
            resolution=finer,
            basket=basket,
        )
        begins = {
            number: max(begin, covered.get(number, begin))
            for number, begin in begins.items()
            if covered.get(number, begin) < min(question.end, sources[number].seen + 2 * GRAIN_S)
        }


def _lines(
    question: Question,
    step: int,
    basket: Basket,
    sources: Mapping[int, Seen],
    hosts: Mapping[str, Attributes],
) -> Sequence[Line]:
    steps = {number: one.source.step for number, one in sources.items()}
    lines = []
    total = 0
    for (host, key), stretches in sorted(basket.stretches.items()):
        points = _points(stretches, step, question.aggregate, steps)
        if step:
            points = [one for one in points if question.start <= one[0] <= question.end]
        total += len(points)
        if len(points) > MOST_POINTS or total > MOST_POINTS_IN_ALL:
            raise BadInput(
                f"the answer has more than {MOST_POINTS} points of a series or"
                f" {MOST_POINTS_IN_ALL} in all: ask for a longer step, or for fewer series"
            )
        if points:
            family, labels = parted(key)
            lines.append(
                Line(
                    host=host,
                    host_name=hosts[host]["host"],
                    key=key,
                    labels=dict(labels),
                    unit=_unit(family, question.aggregate),
                    points=points,
                )
            )
    return lines if question.group is None else _grouped(lines, question)


def _points(
    stretches: Sequence[Stretch], step: int, aggregate: str, steps: Mapping[int, int]
) -> Points:
    if not step:
        return as_measured(stretches)
    if aggregate == RATE:
        return rates(stretches, step, steps)
    return by_step(stretches, step, aggregate)


def _unit(family: str, aggregate: str) -> str:
    known = families().get(family)
    if known is None or aggregate == "count":
        return ""
    return f"{known.unit.value}/s" if aggregate == RATE else told_unit(known)


def _grouped(lines: Sequence[Line], question: Question) -> Sequence[Line]:
    groups: dict[tuple[tuple[str, str], ...], list[Line]] = {}
    assert question.group is not None
    for line in lines:
        labels = {**line.labels, "host": line.host_name}
        mark = tuple((name, labels.get(name, "")) for name in question.group)
        groups.setdefault(mark, []).append(line)
    made = []
    for mark, members in sorted(groups.items()):
        units = {line.unit for line in members}
        unit = units.pop() if len(units) == 1 and question.combine != "count" else ""
        points = combined([line.points for line in members], question.combine)
        made.append(Line(labels=dict(mark), unit=unit, points=points))
    return made

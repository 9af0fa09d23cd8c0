"""What an investigation shows: where a target's time went, what changed, what probes measured."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.domain.examination import Examination
from hexascope.domain.probe import ProbeResult
from hexascope.domain.rows import Change
from hexascope.domain.snapshot import Reading
from hexascope.domain.target import STATE_WORDS, Hop, StateShare, TargetStory, ThreadState
from hexascope.domain.use import Status
from hexascope.kit.clock import rfc3339, seconds_of
from hexascope.kit.visible import cut, visible
from hexascope.report.values import shown, value_shown
from hexascope.words import Language, translate

LEAST_SHARE = 0.005
"""Shares below half a percent are left out of the report; the JSON has them."""

MOST_GROUPS = 12
MOST_HOPS = 24
MOST_MEMBERS = 6
MOST_NAME = 100
MOST_TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One state of a target's threads as it is shown; `x` and `wide` in percent of the whole."""

    state: str
    words: str
    shown: str
    x: float
    wide: float
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """One group of threads: its name, how many, and its bars."""

    name: str
    threads: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HopShown:
    """One step of who waits for whom."""

    depth: int
    waiter: str
    words: str
    via: str
    other: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryShown:
    """Where the time of a target went, as it is shown."""

    name: str
    members: str
    watched: str
    threads: int
    samples: int
    bars: tuple[Bar, ...]
    groups: tuple[GroupShown, ...]
    hops: tuple[HopShown, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """One change as it is shown; `age` is counted back from the end of the look."""

    time: str
    age: str
    kind: str
    action: str
    what: str
    detail: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeShown:
    """One probe's run as it is shown; `told` are its first answers."""

    probe: str
    subject: str
    ran: bool
    reason: str
    cost: str
    answers: int
    told: tuple[str, ...] = ()


def story_shown(about: TargetStory | None, language: Language) -> StoryShown | None:
    """Show where the time of the target went; None where there was no target."""
    if about is None:
        return None
    members = [f"{_name(name)} {pid}" for pid, name in about.members[:MOST_MEMBERS]]
    more = len(about.members) - MOST_MEMBERS
    return StoryShown(
        name=f"{translate(about.target.kind.value, language)} {_name(about.target.name)}",
        members=", ".join(members) + (f", … +{more}" if more > 0 else ""),
        watched=shown(about.seconds, "seconds", language),
        threads=about.threads,
        samples=about.samples,
        bars=bars(about.shares, language),
        groups=tuple(
            GroupShown(name=_name(one.name), threads=one.threads, bars=bars(one.shares, language))
            for one in about.groups[:MOST_GROUPS]
        ),
        hops=tuple(_hop(one, language) for one in about.hops[:MOST_HOPS]),
        gaps=tuple(cut(visible(translate(one, language))) for one in about.gaps),
    )


def bars(shares: tuple[StateShare, ...], language: Language) -> tuple[Bar, ...]:
    """Lay the shares beside each other, in the order of the states."""
    order = {state: place for place, state in enumerate(ThreadState)}
    made: list[Bar] = []
    at = 0.0
    for one in sorted(shares, key=lambda share: order[share.state]):
        wide = min(max(one.share, 0.0) * 100, 100.0 - at)
        if one.share >= LEAST_SHARE:
            made.append(
                Bar(
                    state=one.state.value,
                    words=translate(STATE_WORDS[one.state], language),
                    shown=shown(one.share, "percent", language),
                    x=round(at, 2),
                    wide=round(wide, 2),
                    on=_on(one, language),
                )
            )
        at += wide
    return tuple(made)


def timeline_shown(about: Examination, language: Language) -> tuple[ChangeShown, ...]:
    """Show what changed, each with its age at the end of the look."""
    return tuple(_changes(about.timeline, language, seconds_of(about.time)))


def probes_shown(about: Examination, language: Language) -> tuple[ProbeShown, ...]:
    """Show which probes ran on whom, what they cost, and why others did not run."""
    return tuple(_probe(one, language) for one in about.probed)


def probes_cost(about: Examination, language: Language) -> str:
    """Say what the probes cost together; '' where none was asked for."""
    if not about.probed:
        return ""
    spent = sum(one.cpu_s for one in about.probed)
    longest = max(one.seconds for one in about.probed)
    words = translate("the probes cost", language)
    over = translate("over", language)
    spent_shown, longest_shown = (shown(one, "seconds", language) for one in (spent, longest))
    return f"{words} {spent_shown} CPU {over} {longest_shown}"


def _on(one: StateShare, language: Language) -> str:
    if not one.on:
        return ""
    name = _name(one.on)
    return f"{name} ({shown(one.on_share, 'percent', language)})" if one.on_share else name


def _hop(one: Hop, language: Language) -> HopShown:
    does = [
        f"{bar.words} {bar.shown}" + (f", {bar.on}" if bar.on else "")
        for bar in sorted(bars(one.other_does, language), key=lambda bar: -bar.wide)[:3]
    ]
    share = "" if one.share is None else shown(one.share, "percent", language)
    return HopShown(
        depth=max(1, min(one.depth, 3)),
        waiter=_who(one.waiter, one.waiter_pids),
        words=f"{translate(STATE_WORDS[one.state], language)} {share}".strip(),
        via=_name(one.via),
        other=_who(one.other, one.other_pids),
        does="; ".join(does),
    )


def _who(name: str, pids: tuple[int, ...]) -> str:
    if not pids:
        return _name(name)
    more = f" +{len(pids) - 1}" if len(pids) > 1 else ""
    return f"{_name(name)} (pid {pids[0]}{more})"


def _changes(
    timeline: tuple[Change, ...], language: Language, ended: float
) -> Iterator[ChangeShown]:
    for one in timeline:
        try:
            time = rfc3339(one.at)
        except ValueError:
            continue  # a time that no calendar has
        yield ChangeShown(
            time=f"{time[:10]} {time[11:19]}",
            age=shown(max(0.0, ended - one.at), "seconds", language),
            kind=translate(one.kind, language),
            action=translate(one.action, language),
            what=_name(one.what),
            detail=_name(one.detail),
            source=_name(one.source),
        )


def _probe(one: ProbeResult, language: Language) -> ProbeShown:
    spent = (shown(part, "seconds", language) for part in (one.cpu_s, one.seconds))
    return ProbeShown(
        probe=visible(one.probe),
        subject=_name(one.subject.name or one.subject.place),
        ran=one.status is Status.MEASURED,
        reason=cut(visible(translate(one.reason, language)), 200),
        cost=f"{next(spent)} CPU, {next(spent)}",
        answers=len(one.readings),
        told=tuple(_told(reading, language) for reading in one.readings[:MOST_TOLD]),
    )


def _told(reading: Reading, language: Language) -> str:
    """Write one answer: `profile.top_share deflate 60%`; the pid is the subject's."""
    labels = [_name(value) for name, value in reading.labels if name != "pid"]
    return " ".join((reading.family, *labels, value_shown(reading, language)))


def _name(words: str) -> str:
    return cut(visible(words), MOST_NAME)

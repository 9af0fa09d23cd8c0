"""Doing errands: probes and programs at once, then hearing those whom the new evidence concerns."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from hexascope.consult.answered.computing import (
    LONGEST_RUN_S,
    Results,
    UnreadableError,
    record,
    results,
)
from hexascope.consult.consensus import FIELDS
from hexascope.consult.contract import (
    Asking,
    Engine,
    Errands,
    Prices,
    Probed,
    Program,
    Ran,
    Specialist,
    Voice,
    VoiceError,
)
from hexascope.consult.errands.standing import standing
from hexascope.consult.errands.wishing import MOST_PROGRAMS, Wanted, done, put_off, ranked
from hexascope.consult.panel import Heard, analysts
from hexascope.consult.solo import SOLO, solo
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.case import Case
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.opinion import Opinion
from hexascope.domain.probe import ProbeResult

PROBES_S = 4.0
"""How long all probes of a panel together are waited for."""

LEAST_LEFT_S = PROBES_S + 1.0
"""With less time left nothing is begun: the panel has to settle yet."""


class AskingVoice(Asking, Voice, Protocol):
    """A voice whose analysts have asked for something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Who does errands for whom, and who brings specialists to speak of what came of them."""

    errands: Errands
    specialists: Mapping[str, Specialist]
    engine: Engine
    prices: Prices


@dataclass(slots=True)
class _Programs:
    """What came of the programs: a record of each, and what they computed."""

    told: list[Computed] = field(default_factory=list)
    found: list[Results] = field(default_factory=list)


async def do(
    about: Round, voice: AskingVoice, case: Case, heard: Heard
) -> tuple[Case, tuple[Opinion, ...], tuple[ProbeResult, ...]]:
    """Do what was asked for; give the case with it, the opinions then, and what probes measured.

    Nobody is heard more than twice. Without time nothing is done, and the record says so.
    """
    wanted, programs = ranked(voice.wishes()), voice.programs()
    in_time = voice.left_s() >= LEAST_LEFT_S
    reasons = put_off(wanted, about.errands.most_probes, in_time=in_time)
    probed, computed = await asyncio.gather(
        _probe(about.errands, case, [one for one in wanted if one.named not in reasons]),
        _compute(about.errands, programs, voice.left_s() if in_time else 0.0),
    )
    told = done(wanted, reasons, probed)
    more = [each for one in computed.found for each in (*one.evidence, *one.rows)]
    facts = probed.case.facts.with_more([*more, *told, *computed.told])
    after = replace(probed.case, facts=facts, offers={})
    voice.learn(after, told, computed.told)
    again = _concerned(case, heard, wanted, told, computed.told)
    said = await _heard_again(about, voice, after, again)
    return after, await _kept(about, case, after, heard, said), probed.results


async def _heard_again(
    about: Round, voice: AskingVoice, case: Case, names: Sequence[str]
) -> Mapping[str, Sequence[Opinion]]:
    """Hear once more whom it concerns, if there is time; of who fails now, the old word stands."""
    said: dict[str, Sequence[Opinion]] = {}

    async def speak(name: str) -> Sequence[Opinion]:
        specialist = solo if name == SOLO else about.specialists[name]
        return await voice.speak(specialist, case, about.prices)

    if names and voice.in_time():
        async for one in about.engine.at_once(names, speak, patience_seconds=voice.left_s()):
            if not one.absent:
                said[one.name] = one.said
    return said


async def _probe(errands: Errands, case: Case, wanted: Sequence[Wanted]) -> Probed:
    if not wanted:
        return Probed(case=case)
    return await errands.probe(case, [one.named for one in wanted], seconds=PROBES_S)


async def _compute(errands: Errands, programs: Sequence[Program], left_s: float) -> _Programs:
    """Run programs one after the other, each within what is left of the panel's time.

    The same program, asked for by several, is run once for all of them.
    """
    made = _Programs()
    taken: set[str] = set()
    known: dict[str, Computed] = {}
    for one in programs:
        if one.source in known:
            same = known[one.source]
            made.told.append(replace(same, asked_by=one.role, purpose=one.purpose, seconds=0.0))
            continue
        if left_s < LEAST_LEFT_S:
            made.told.append(record(one, Ran(), None, "no time was left for it"))
            continue
        if len(known) >= MOST_PROGRAMS:
            reason = f"a panel may have {MOST_PROGRAMS} programs run"
            made.told.append(record(one, Ran(), None, reason))
            continue
        # half of what is left, so that who asked can yet be heard on what came of it
        seconds = min(LONGEST_RUN_S, left_s / 2)
        ran = await errands.compute(one.source, one.given, seconds=seconds)
        left_s -= ran.seconds
        found, reason = _read(one, ran, frozenset(taken))
        known[one.source] = record(one, ran, found, reason)
        made.told.append(known[one.source])
        if found is not None:
            taken.update(piece.label("name") for piece in found.evidence)
            made.found.append(found)
    return made


def _read(program: Program, ran: Ran, taken: frozenset[str]) -> tuple[Results | None, str]:
    """Read what a program printed, if it ended well; else say why nothing of it is taken."""
    if ran.reason or ran.exit is None:
        return None, ran.reason or "it was not run"
    if ran.exit != 0:
        return None, f"it ended with {ran.exit}"
    try:
        return results(program, ran, taken), ""
    except UnreadableError as error:
        return None, str(error)


def _concerned(
    case: Case,
    heard: Heard,
    wanted: Iterable[Wanted],
    told: Iterable[Errand],
    computed: Iterable[Computed],
) -> list[str]:
    """Give who is heard once more: who asked for what gave evidence, and whose field it is in."""
    gave = {(one.probe, one.subject) for one in told if one.gave}
    asked = [one for one in wanted if one.named in gave]
    roles = {role for one in asked for role in one.asked_by}
    roles |= {one.asked_by for one in computed if one.gave}
    findings = {name for one in asked for name in one.findings}
    for finding in case.findings:
        if finding.id in findings:
            roles |= {
                role
                for role, field in FIELDS.items()
                if field.holds(finding.resource, finding.aspect)
            }
    return [name for name in heard.names if name in roles and name not in heard.absent]


async def _kept(
    about: Round,
    before: Case,
    after: Case,
    heard: Heard,
    said: Mapping[str, Sequence[Opinion]],
) -> tuple[Opinion, ...]:
    """Put what was said now in the place of what was said before; rules judge the new case."""
    old = standing(heard.opinions, before, after)
    kept: list[Opinion] = []
    for name in dict.fromkeys((*analysts(about.specialists), *(one.role for one in old), *said)):
        if name in said:
            kept += said[name]
        elif name in about.specialists and _by_rules(name, heard):
            with suppress(VoiceError):
                rules = RulesVoice(stands_in=True)
                kept += await rules.speak(about.specialists[name], after, about.prices)
        else:
            kept += [one for one in old if one.role == name]
    return tuple(kept)


def _by_rules(name: str, heard: Heard) -> bool:
    """Say whether rules spoke for somebody."""
    return name in heard.absent or any(one.stands_in for one in heard.opinions if one.role == name)

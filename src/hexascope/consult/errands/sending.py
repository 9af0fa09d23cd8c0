"""Sending for what analysts asked for, and hearing them once more with what came of it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from hexascope.consult.admitting import within_a_step
from hexascope.consult.computing import LONGEST_RUN_S, Results, UnreadableError, record, results
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The case and the opinions as they are after the errands, and what probes measured."""

    case: Case
    heard: Heard
    probed: tuple[ProbeResult, ...] = ()


@dataclass(slots=True)
class _Programs:
    """What came of the programs: a record of each, and what they computed."""

    told: list[Computed] = field(default_factory=list)
    found: list[Results] = field(default_factory=list)


async def send(
    errands: Errands | None,
    voice: Voice,
    specialists: Mapping[str, Specialist],
    case: Case,
    heard: Heard,
    *,
    engine: Engine,
    prices: Prices,
) -> Sent:
    """Have done what analysts asked for; where it gave evidence, hear again whom it concerns.

    Nobody is heard more than twice. Without errands, without wishes and without time all stays as
    it was said, and the record says what was not done.
    """
    if errands is None or not isinstance(voice, Asking):
        return Sent(case=case, heard=heard)
    wanted, programs = ranked(voice.wishes()), voice.programs()
    if not wanted and not programs:
        return Sent(case=case, heard=heard)
    in_time = voice.left_s() >= LEAST_LEFT_S
    reasons = put_off(wanted, errands.most_probes, in_time=in_time)
    probed, computed = await asyncio.gather(
        _probe(errands, case, [one for one in wanted if one.named not in reasons]),
        _compute(errands, programs, voice.left_s() if in_time else 0.0),
    )
    told = done(wanted, reasons, probed)
    more = [each for one in computed.found for each in (*one.evidence, *one.rows)]
    facts = probed.case.facts.with_more([*more, *told, *computed.told])
    after = replace(probed.case, facts=facts, offers={})
    voice.learn(after, told, computed.told)
    again = _concerned(case, heard, wanted, told, computed.told)
    said: dict[str, Sequence[Opinion]] = {}
    if again and voice.in_time():

        async def speak(name: str) -> Sequence[Opinion]:
            return await voice.speak(solo if name == SOLO else specialists[name], after, prices)

        async for one in engine.at_once(again, speak, patience_seconds=voice.left_s()):
            if not one.absent:  # of who fails now, what it said before stands
                said[one.name] = one.said
    kept = await _kept(specialists, case, after, heard, said, prices)
    return Sent(case=after, heard=replace(heard, opinions=kept), probed=probed.results)


def standing(said: Iterable[Opinion], before: Case, after: Case) -> list[Opinion]:
    """Give the opinions of one case that hold of the case as it was judged again.

    What was said of a finding that is no more is left out; what stands keeps to one step of the
    finding's severity, as it is now.
    """
    was = {one.id for one in before.findings}
    now = {one.id: one for one in after.findings}
    return [
        replace(one, severity=within_a_step(one.severity, now[one.item].severity))
        if one.item in now and not one.stands_in
        else one
        for one in said
        if one.item in now or one.item not in was
    ]


async def _probe(errands: Errands, case: Case, wanted: Sequence[Wanted]) -> Probed:
    if not wanted:
        return Probed(case=case)
    return await errands.probe(case, [one.named for one in wanted], seconds=PROBES_S)


async def _compute(errands: Errands, programs: Sequence[Program], left_s: float) -> _Programs:
    """Run programs one after the other, each within what is left of the panel's time."""
    made = _Programs()
    taken: set[str] = set()
    for place, one in enumerate(programs):
        if left_s < LEAST_LEFT_S:
            made.told.append(record(one, Ran(), None, "no time was left for it"))
            continue
        if place >= MOST_PROGRAMS:
            reason = f"a panel may have {MOST_PROGRAMS} programs run"
            made.told.append(record(one, Ran(), None, reason))
            continue
        seconds = min(LONGEST_RUN_S, left_s - PROBES_S)
        ran = await errands.compute(one.source, one.given, seconds=seconds)
        left_s -= ran.seconds
        found, reason = _read(one, ran, frozenset(taken))
        made.told.append(record(one, ran, found, reason))
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
    specialists: Mapping[str, Specialist],
    before: Case,
    after: Case,
    heard: Heard,
    said: Mapping[str, Sequence[Opinion]],
    prices: Prices,
) -> tuple[Opinion, ...]:
    """Put what was said now in the place of what was said before; rules judge the new case."""
    old = standing(heard.opinions, before, after)
    kept: list[Opinion] = []
    for name in dict.fromkeys((*analysts(specialists), *(one.role for one in old), *said)):
        if name in said:
            kept += said[name]
        elif name in specialists and _by_rules(name, heard):
            with suppress(VoiceError):
                kept += await RulesVoice(stands_in=True).speak(specialists[name], after, prices)
        else:
            kept += [one for one in old if one.role == name]
    return tuple(kept)


def _by_rules(name: str, heard: Heard) -> bool:
    """Say whether rules spoke for somebody."""
    return name in heard.absent or any(one.stands_in for one in heard.opinions if one.role == name)

"""Consulting the panel: analysts at once, then the coordinator, then the report generator."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hexascope.consult.contract import (
    Course,
    Engine,
    Errands,
    Prices,
    Specialist,
    Voices,
    Wording,
)
from hexascope.consult.engines.own import own
from hexascope.consult.errands.standing import standing
from hexascope.consult.panel import Heard
from hexascope.consult.plan import Fill
from hexascope.consult.quality import Quality, quality
from hexascope.consult.record.stood_in import with_stand_ins
from hexascope.consult.synthesis import Draft, Late, Synthesis, concluded
from hexascope.consult.way import Way
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion
from hexascope.domain.panel import PanelRecord
from hexascope.domain.probe import ProbeResult
from hexascope.domain.remedy import Remedy
from hexascope.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What the panel said: all opinions, the verdict, and who was absent with the reason.

    `case` is the case as it was judged in the end, with what the panel had `probed`.
    """

    case: Case
    opinions: tuple[Opinion, ...]
    verdict: Verdict
    absent: Mapping[str, str]
    record: PanelRecord | None = None
    probed: tuple[ProbeResult, ...] = ()


async def consult(
    case: Case,
    specialists: Mapping[str, Specialist],
    voices: Voices,
    catalogue: Mapping[str, Remedy],
    *,
    fill: Fill,
    prices: Prices,
    patience_seconds: float,
    engine: Engine = own,
    errands: Errands | None = None,
) -> Consultation:
    """Put a case, with its findings ranked, to the panel.

    Analysts are heard; what they asked for is done by `errands`, and the case grows; they talk of
    what is contested; the coordinator and then the report generator speak. Who is late is taken in
    as long as his own patience lasts.
    """
    way = Way(
        specialists=specialists,
        catalogue=catalogue,
        fill=fill,
        prices=prices,
        engine=engine,
        errands=errands,
        course=voices.course,
    )
    settle, word = way.makers()
    absent: dict[str, str] = {}
    async with voices.open(case) as voice, way.hearing(voice, case, patience_seconds) as audience:
        first = await way.first(audience)
        sent, settled = await way.settled(voice, case, first, settle, absent)
        synthesis = Synthesis(way=way, case=sent.case, settle=settle, word=word, settled=settled)
        late = Late(audience, first, lambda said: standing(said, case, sent.case))
        draft, wording = await concluded(voice, synthesis, late, absent)
        everybody = await audience.rest()
        record = _recorded(voice.record(), first, everybody, voices.course)
    absent |= everybody.absent
    tier = quality(everybody.answered, by_model=voices.by_model)
    return Consultation(
        case=sent.case,
        probed=sent.probed,
        opinions=draft.opinions,
        absent=absent,
        record=record,
        verdict=_verdict(draft, wording, tier, absent),
    )


def _recorded(
    record: PanelRecord | None, first: Heard, heard: Heard, course: Course
) -> PanelRecord | None:
    """Give the record with who came late, and how many were asked."""
    if record is None:
        return None
    late = tuple(name for name in first.late if name not in heard.absent)
    record = replace(record, late=late, mode="solo" if course.solo else "full")
    return with_stand_ins(record, heard.opinions)


def _verdict(draft: Draft, wording: Wording, tier: Quality, absent: Mapping[str, str]) -> Verdict:
    return Verdict(
        items=draft.settled.items,
        recommendations=draft.steps,
        agreement=draft.settled.agreement,
        legacy_consensus_score=draft.settled.legacy_consensus_score,
        quality=tier.name,
        confidence_cap=tier.confidence_cap,
        headline=wording.headline,
        summary=wording.summary,
        next_steps=wording.next_steps,
        absent=tuple(sorted(absent.items())),
        start=draft.settled.start,
    )

"""Consulting the panel: analysts at once, then the coordinator, then the report generator."""

from collections.abc import Mapping, Sequence
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
from hexascope.consult.discussion import Talk, discuss, hand_over
from hexascope.consult.engines.own import own
from hexascope.consult.errands.sending import send
from hexascope.consult.errands.standing import standing
from hexascope.consult.panel import Heard, hearing
from hexascope.consult.plan import Fill
from hexascope.consult.quality import Quality, quality
from hexascope.consult.synthesis import (
    Draft,
    Synthesis,
    guidance_of,
    still_told,
    worded,
)
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.panel import PanelRecord
from hexascope.domain.probe import ProbeResult
from hexascope.domain.remedy import Remedy
from hexascope.domain.verdict import Verdict

MOVED = "what it had worded was moved by who came late"


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
    coordinator = specialists[Role.COORDINATOR]
    reporter = specialists[Role.REPORT_GENERATOR]
    if coordinator.settle is None or reporter.word is None:
        raise TypeError("the coordinator must settle and the report generator must word")
    course = voices.course
    absent: dict[str, str] = {}
    async with (
        voices.open(case) as voice,
        hearing(
            specialists,
            voice,
            case,
            engine=engine,
            prices=prices,
            patience_seconds=patience_seconds,
            alone=course.solo,
        ) as audience,
    ):
        first = await (audience.enough() if course.settle_early else audience.rest())
        names = tuple(name for name in first.names if name not in first.absent)
        if course.max_rounds:
            await hand_over(voice, specialists, case, names)
        sent = await send(errands, voice, specialists, case, first, engine=engine, prices=prices)
        before, case = case, sent.case
        talk = Talk(engine=engine, names=names, most_rounds=course.max_rounds)
        said, settled = await discuss(
            voice, specialists, case, sent.heard.opinions, coordinator.settle, talk
        )
        synthesis = Synthesis(
            case=case,
            settle=coordinator.settle,
            word=reporter.word,
            catalogue=catalogue,
            fill=fill,
            said=said,
            settled=settled,
            guidance=await guidance_of(voice, coordinator, case, settled, absent),
        )

        def late() -> Sequence[Opinion]:
            return standing(audience.so_far().of(first.late), before, case)

        told = synthesis.draft(late())
        wording = await worded(voice, reporter, case, told, absent)
        heard = await audience.rest()
        draft = synthesis.draft(late())
        if not still_told(told, draft):
            wording = draft.wording
            absent[Role.REPORT_GENERATOR] = MOVED
        absent |= heard.absent
        record = _recorded(voice.record(), first, heard, course)
    return Consultation(
        case=case,
        probed=sent.probed,
        opinions=draft.opinions,
        absent=absent,
        record=record,
        verdict=_verdict(draft, wording, quality(heard.answered, by_model=voices.by_model), absent),
    )


def _recorded(
    record: PanelRecord | None, first: Heard, heard: Heard, course: Course
) -> PanelRecord | None:
    """Give the record with who came late, and how many were asked."""
    if record is None:
        return None
    late = tuple(name for name in first.late if name not in heard.absent)
    return replace(record, late=late, mode="solo" if course.solo else "full")


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

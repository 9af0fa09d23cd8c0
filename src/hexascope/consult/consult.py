"""Consulting the panel: analysts at once, then the coordinator, then the report generator."""

from collections.abc import Mapping
from dataclasses import dataclass

from hexascope.consult.contract import Engine, Prices, Specialist, VoiceError, Voices
from hexascope.consult.discussion import discuss, hand_over
from hexascope.consult.engines.own import own
from hexascope.consult.lowering import in_order
from hexascope.consult.panel import hear
from hexascope.consult.plan import Fill, plan
from hexascope.consult.quality import quality
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.panel import PanelRecord
from hexascope.domain.remedy import Remedy
from hexascope.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What the panel said: all opinions, the verdict, and who was absent with the reason."""

    opinions: tuple[Opinion, ...]
    verdict: Verdict
    absent: Mapping[str, str]
    record: PanelRecord | None = None


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
) -> Consultation:
    """Put a case, with its findings ranked, to the panel."""
    coordinator = specialists[Role.COORDINATOR]
    reporter = specialists[Role.REPORT_GENERATOR]
    if coordinator.settle is None or reporter.word is None:
        raise TypeError("the coordinator must settle and the report generator must word")
    async with voices.open(case) as voice:
        heard = await hear(
            specialists,
            voice,
            case,
            engine=engine,
            prices=prices,
            patience_seconds=patience_seconds,
        )
        await hand_over(voice, specialists, case)
        opinions, settled = await discuss(
            voice, specialists, case, heard.opinions, coordinator.settle, engine=engine
        )
        ordered = in_order(case, settled.items)
        steps = plan(ordered, opinions, settled.items, catalogue, fill)
        wording = reporter.word(ordered, settled, steps)
        absent = dict(heard.absent)
        try:
            wording = await voice.word(reporter, case, settled, wording)
        except VoiceError as reason:
            absent[Role.REPORT_GENERATOR] = str(reason)
        record = voice.record()
    tier = quality(heard.answered, by_model=voices.by_model)
    return Consultation(
        opinions=opinions,
        absent=absent,
        record=record,
        verdict=Verdict(
            items=settled.items,
            recommendations=steps,
            agreement=settled.agreement,
            legacy_consensus_score=settled.legacy_consensus_score,
            quality=tier.name,
            confidence_cap=tier.confidence_cap,
            headline=wording.headline,
            summary=wording.summary,
            next_steps=wording.next_steps,
            absent=tuple(sorted(absent.items())),
        ),
    )

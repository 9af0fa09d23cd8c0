"""Sending for what analysts asked for, before the panel talks; without a model for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hexascope.consult.contract import Asking, Engine, Errands, Prices, Specialist, Voice
from hexascope.consult.panel import Heard
from hexascope.domain.case import Case
from hexascope.domain.probe import ProbeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The case and the opinions as they are after the errands, and what probes measured."""

    case: Case
    heard: Heard
    probed: tuple[ProbeResult, ...] = ()


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

    Without errands and without wishes all stays as it was said.
    """
    if errands is None or not isinstance(voice, Asking):
        return Sent(case=case, heard=heard)
    if not (voice.wishes() or voice.programs()):
        return Sent(case=case, heard=heard)
    from hexascope.consult.errands.doing import Round, do

    about = Round(errands=errands, specialists=specialists, engine=engine, prices=prices)
    after, kept, results = await do(about, voice, case, heard)
    return Sent(case=after, heard=replace(heard, opinions=kept), probed=results)

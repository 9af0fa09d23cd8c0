"""From what was settled to a verdict: the coordinator's guidance, late opinions, plan and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hexascope.consult.contract import (
    Guidance,
    Settle,
    Settled,
    Specialist,
    Voice,
    VoiceError,
    Word,
    Wording,
)
from hexascope.consult.discussion import in_their_order
from hexascope.consult.guided import guided
from hexascope.consult.lowering import in_order
from hexascope.consult.plan import Fill, plan
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.remedy import Remedy
from hexascope.domain.verdict import Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A verdict in the making; `wording` is that of the rules until a model has worded it."""

    opinions: tuple[Opinion, ...]
    settled: Settled
    steps: tuple[Recommendation, ...]
    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """What the analysts said and what was settled of it, with what the coordinator added."""

    case: Case
    settle: Settle
    word: Word
    catalogue: Mapping[str, Remedy]
    fill: Fill
    said: tuple[Opinion, ...]
    settled: Settled
    guidance: Guidance = Guidance()  # noqa: RUF009 - a frozen value

    def draft(self, late: Sequence[Opinion] = ()) -> Draft:
        """Draft the verdict; late opinions join by code, and the guidance holds where it can."""
        case, opinions, settled = self.case, self.said, self.settled
        if late:
            opinions = in_their_order((*opinions, *late))
            settled = self.settle(case, opinions)
        settled = guided(case, settled, self.guidance)
        ordered = in_order(case, settled.items)
        steps = plan(ordered, opinions, settled.items, self.catalogue, self.fill)
        return Draft(
            opinions=opinions,
            settled=settled,
            steps=steps,
            wording=self.word(ordered, settled, steps),
        )


async def guidance_of(
    voice: Voice, coordinator: Specialist, case: Case, settled: Settled, absent: dict[str, str]
) -> Guidance:
    """Ask the coordinator's model; where it fails, what the rules have settled stands alone."""
    try:
        return await voice.settle(coordinator, case, settled)
    except VoiceError as reason:
        absent[Role.COORDINATOR] = str(reason)
        return Guidance()


async def worded(
    voice: Voice, reporter: Specialist, case: Case, draft: Draft, absent: dict[str, str]
) -> Wording:
    """Ask the report generator's model; where it fails, the rules' words stand."""
    try:
        return await voice.word(reporter, case, draft.settled, draft.wording)
    except VoiceError as reason:
        absent[Role.REPORT_GENERATOR] = str(reason)
        return draft.wording


def still_told(before: Draft, after: Draft) -> bool:
    """Say whether words about one draft are true of another: late opinions may move what counts."""
    return _what_counts(before.settled) == _what_counts(after.settled)


def _what_counts(settled: Settled) -> list[tuple[object, ...]]:
    return [(one.item, one.severity, one.contested, one.disputed.template) for one in settled.items]

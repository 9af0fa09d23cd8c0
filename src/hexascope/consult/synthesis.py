"""From what was settled to a verdict: the coordinator's guidance, late opinions, plan and words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hexascope.consult.contract import Settle, Settled, Voice, VoiceError, Word, Wording
from hexascope.consult.discussion import in_their_order
from hexascope.consult.guided import guided
from hexascope.consult.lowering import in_order
from hexascope.consult.panel import Heard, Hearing
from hexascope.consult.plan import plan
from hexascope.consult.way import Agreed, Way
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.verdict import Recommendation

MOVED = "what it had worded was moved by who came late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A verdict in the making; `wording` is that of the rules until a model has worded it."""

    opinions: tuple[Opinion, ...]
    settled: Settled
    steps: tuple[Recommendation, ...]
    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """What the panel has agreed on of a case, and who settles and words it by rules."""

    way: Way
    case: Case
    settle: Settle
    word: Word
    settled: Agreed

    def draft(self, late: Sequence[Opinion] = ()) -> Draft:
        """Draft the verdict; late opinions join by code, and the guidance holds where it can."""
        case, opinions, settled = self.case, self.settled.said, self.settled.settled
        if late:
            opinions = in_their_order((*opinions, *late))
            settled = self.settle(case, opinions)
        settled = guided(case, settled, self.settled.guidance)
        ordered = in_order(case, settled.items)
        steps = plan(ordered, opinions, settled.items, self.way.catalogue, self.way.fill)
        return Draft(
            opinions=opinions,
            settled=settled,
            steps=steps,
            wording=self.word(ordered, settled, steps),
        )


async def worded(
    voice: Voice, synthesis: Synthesis, draft: Draft, absent: dict[str, str]
) -> Wording:
    """Ask the report generator's model; where it fails, the rules' words stand."""
    reporter = synthesis.way.specialists[Role.REPORT_GENERATOR]
    try:
        return await voice.word(reporter, synthesis.case, draft.settled, draft.wording)
    except VoiceError as reason:
        absent[Role.REPORT_GENERATOR] = str(reason)
        return draft.wording


@dataclass(frozen=True, slots=True)
class Late:
    """Who had not spoken when the coordinator began; `standing` keeps what still holds of it."""

    audience: Hearing
    first: Heard
    standing: Callable[[Sequence[Opinion]], Sequence[Opinion]]

    def so_far(self) -> Sequence[Opinion]:
        """Give what they have said by now."""
        return self.standing(self.audience.so_far().of(self.first.late))


async def concluded(
    voice: Voice, synthesis: Synthesis, late: Late, absent: dict[str, str]
) -> tuple[Draft, Wording]:
    """Have the verdict worded, wait for who is late, and give what it is with them.

    Words that a late opinion has overtaken give way to those of the rules.
    """
    told = synthesis.draft(late.so_far())
    wording = await worded(voice, synthesis, told, absent)
    if not late.first.late:
        return told, wording
    await late.audience.rest()
    draft = synthesis.draft(late.so_far())
    if _still_told(told, draft):
        return draft, wording
    absent[Role.REPORT_GENERATOR] = MOVED
    return draft, draft.wording


def _still_told(before: Draft, after: Draft) -> bool:
    """Say whether words about one draft are true of another: late opinions may move what counts."""
    return _what_counts(before.settled) == _what_counts(after.settled)


def _what_counts(settled: Settled) -> list[tuple[object, ...]]:
    return [(one.item, one.severity, one.contested, one.disputed.template) for one in settled.items]

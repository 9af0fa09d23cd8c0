"""What lasts beyond one panel: what models taught and took, where there is a place for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hexascope.domain.errors import CannotWrite
from hexascope.domain.learnt import Learnt
from hexascope.domain.panel import PanelRecord
from hexascope.domain.spending import Spent
from hexascope.llm.budget import Spend
from hexascope.llm.contract import Usage
from hexascope.store.contract import Learning, Spending

Today = Callable[[], str]
"""Gives the day, of UTC: `2026-11-21`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Who is told when a panel begins and ends; by default nothing lasts, and a day begins anew.

    `spent` gives the tokens and dollars of the day so far, `spend` adds to them, `remember` takes
    what is known of endpoints when a panel ends, `record` what happened at it.
    """

    spent: Callable[[], tuple[int, float]] = lambda: (0, 0.0)
    spend: Spend | None = None
    remember: Callable[[Mapping[str, Learnt]], None] = lambda _learnt: None
    record: Callable[[PanelRecord], None] = lambda _record: None
    end: Callable[[], tuple[str, ...]] = lambda: ()


@dataclass(slots=True, kw_only=True)
class Purse:
    """What this day has spent, in this process and in all others.

    Where it can't be written, it is counted in this process, and `complaint` says why.
    """

    spending: Spending
    today: Today
    complaint: str = ""
    _unkept: dict[str, Spent] = field(default_factory=dict)

    def spent(self) -> tuple[int, float]:
        """Give the tokens and dollars of the day so far."""
        day = self.today()
        return self._with_unkept(self.spending.day(day))

    def spend(self, model: str, usage: Usage, dollars: float) -> tuple[int, float]:
        """Add one question, and give what the day has spent by then."""
        took = Spent(
            day=self.today(),
            model=model,
            calls=1,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cached_tokens,
            dollars=dollars,
        )
        try:
            return self._with_unkept(self.spending.add(took))
        except CannotWrite as error:
            self.complaint = str(error)
            before = self._unkept.get(took.day)
            self._unkept[took.day] = took if before is None else before.plus(took)
            return self._with_unkept(self.spending.day(took.day))

    def _with_unkept(self, day: Spent) -> tuple[int, float]:
        unkept = self._unkept.get(day.day)
        whole = day if unkept is None else day.plus(unkept)
        return whole.tokens, whole.dollars


def remembering(
    learning: Learning, now: Callable[[], float]
) -> Callable[[Mapping[str, Learnt]], None]:
    """Give what keeps what was learnt; where it can't, it is learnt again the next time."""

    def remember(learnt: Mapping[str, Learnt]) -> None:
        try:
            learning.keep(learnt, now=now())
        except CannotWrite:
            return

    return remember

"""What lasts of a panel by models: what was learnt, what was spent, what happened."""

from collections.abc import Mapping
from typing import Any

from hexascope.domain.learnt import Learnt
from hexascope.domain.panel import PanelRecord
from hexascope.llm.contract import Usage
from hexascope.llm.prices import Price
from hexascope.services.books import Books
from hexascope.services.models import CALLS, Estimate
from tests.support.consulted import consulted

PRICE = Price(1.0, 10.0, 0.1)


class Kept:
    """Books that lie in memory."""

    def __init__(self, tokens: int = 0, dollars: float = 0.0) -> None:
        self.taken = (tokens, dollars)
        self.models: list[str] = []
        self.learnt: Mapping[str, Learnt] = {}
        self.records: list[PanelRecord] = []

    def books(self) -> Books:
        return Books(
            spent=lambda: self.taken,
            spend=self._spend,
            remember=self._remember,
            record=self.records.append,
        )

    def _spend(self, model: str, usage: Usage, dollars: float) -> tuple[int, float]:
        self.models.append(model)
        tokens = usage.input_tokens + usage.output_tokens
        self.taken = (self.taken[0] + tokens, self.taken[1] + dollars)
        return self.taken

    def _remember(self, learnt: Mapping[str, Learnt]) -> None:
        self.learnt = learnt


def test_each_answer_is_counted_for_the_day_with_what_it_cost() -> None:
    kept = Kept()
    made, _, _ = consulted("honest", books=kept.books(), prices={"compatible/fake-honest-0": PRICE})

    assert made.record is not None
    assert kept.models == ["compatible/fake-honest-0"] * CALLS
    assert kept.taken[0] == sum(one.input_tokens + one.output_tokens for one in made.record.calls)
    assert made.record.dollars is not None
    assert abs(kept.taken[1] - made.record.dollars) < 1e-9


def test_a_day_that_is_used_up_lets_the_rules_speak_and_asks_nobody() -> None:
    kept = Kept(dollars=10.0)
    made, server, _ = consulted(
        "honest", books=kept.books(), prices={"compatible/fake-honest-0": PRICE}
    )

    assert server.heard.bodies == []
    assert {one.voice for one in made.opinions} == {"rules"}
    assert "dollars of a day would be passed" in made.absent["performance_analyst"]


def test_what_was_learnt_is_handed_over_at_the_end_and_saves_the_next_run_its_way() -> None:
    kept = Kept()
    _, server, _ = consulted("only-tools", books=kept.books())
    [(key, learnt)] = kept.learnt.items()

    assert learnt.rung == "tool"
    assert key.startswith("compatible/fake-only-tools-0 http://127.0.0.1:")
    refused = [one for _, one in server.heard.bodies if "response_format" in one]
    assert 2 <= len(refused) <= 8, "analysts at once may each be refused once on each rung"


def test_who_never_answered_teaches_nothing_that_would_be_written() -> None:
    kept = Kept()
    consulted("hang", patience_s=0.1, books=kept.books(), max_rounds=0)

    assert kept.learnt == {}


def test_the_record_is_handed_over_also_where_all_failed() -> None:
    kept = Kept()
    consulted("denied", books=kept.books())

    [record] = kept.records
    assert {one.failure for one in record.calls} == {"denied"}


def test_what_a_panel_takes_at_most_is_told_before_anybody_is_asked() -> None:
    told: list[Any] = []
    made, _, _ = consulted("honest", foresee=told.append)

    [estimate] = told
    assert isinstance(estimate, Estimate)
    assert made.record is not None
    assert estimate.calls >= len(made.record.calls)
    assert estimate.tokens >= sum(one.input_tokens + one.output_tokens for one in made.record.calls)

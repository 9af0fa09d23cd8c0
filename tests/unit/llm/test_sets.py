"""Sets of models: the next where one fails, each for its role, all within one budget."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from hexascope.llm.budget import Allowed, Budget
from hexascope.llm.contract import Answer, Endpoint, Failure, ModelError, Usage
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.models import Models
from hexascope.llm.prices import Price
from hexascope.llm.sets import ModelSet
from tests.support.models import GOOD, endpoint, prompt, with_server

PRICE = Price(1.0, 10.0, 0.1)


def ask(
    behaviours: Sequence[str],
    budget: Budget | None = None,
    *,
    role: str = "coordinator",
    tags: Sequence[tuple[str, ...]] = (),
) -> tuple[Answer, Budget]:
    """Ask a set of scripted models, all at one price; the answer, and what it took."""
    kept = budget or Budget(Allowed())

    async def work(server: FakeModels, models: Models) -> Answer:
        endpoints: list[Endpoint] = [
            replace(endpoint(server, one), tags=tags[place] if place < len(tags) else ())
            for place, one in enumerate(behaviours)
        ]
        prices = {one.name: PRICE for one in endpoints}
        chosen = ModelSet(models, endpoints, kept, own_prices=prices)
        return await chosen.ask(role, prompt(), patience_s=5)

    return with_server(work), kept


def failed(*behaviours: str, budget: Budget | None = None) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(behaviours, budget)
    return caught.value


def test_the_next_is_asked_where_one_fails_and_both_are_paid() -> None:
    answer, budget = ask(["bad-json", "ok"])

    assert answer.data == GOOD
    assert answer.endpoint == "compatible/fake-ok"
    assert budget.tokens > 300, "twice in vain, and once well"


def test_a_role_is_served_by_the_model_that_is_tagged_for_it() -> None:
    tags = [(), ("coordinator", "report_generator"), ("cost_optimizer",)]

    assert ask(["ok", "ok-strong", "ok-small"], tags=tags)[0].endpoint.endswith("ok-strong")
    assert ask(["ok", "ok-strong", "ok-small"], tags=tags, role="performance_analyst")[
        0
    ].endpoint.endswith("fake-ok")


def test_who_is_tagged_for_others_serves_where_all_the_rest_fail() -> None:
    tags = [(), ("cost_optimizer",)]

    assert ask(["ill", "ok-small"], tags=tags)[0].endpoint.endswith("ok-small")


def test_when_all_fail_each_reason_is_told_and_all_that_was_taken_counts() -> None:
    error = failed("bad-json", "denied")

    assert error.failure is Failure.DENIED
    assert "fake-bad-json" in str(error)
    assert "fake-denied" in str(error)
    assert error.tries == 3
    assert error.usage.input_tokens == 200
    assert error.usage.dollars is not None
    assert error.usage.dollars > 0


def test_the_reason_of_the_first_is_kept_where_there_is_no_money_for_the_second() -> None:
    used_up = Budget(Allowed(), spend=lambda _model, _usage, _dollars: (2_000_000, 0.0))
    error = failed("bad-json", "ok", budget=used_up)

    assert error.failure is Failure.BUDGET
    assert "fake-bad-json" in str(error)
    assert "2,000,000 tokens of a day" in str(error)


def test_a_second_try_that_is_paid_again_must_be_within_the_budget() -> None:
    error = failed("bad-json", budget=Budget(Allowed(run_tokens=2100)))

    assert error.failure is Failure.BUDGET
    assert error.tries == 1


def test_what_other_runs_spend_meanwhile_counts_for_the_day() -> None:
    others = iter([(500, 0.0), (2_000_000, 0.0)])

    def spend(_model: str, usage: Usage, _dollars: float) -> tuple[int, float]:
        assert usage.input_tokens == 100
        return next(others)

    budget = Budget(Allowed(), spend=spend)
    ask(["ok"], budget)
    ask(["ok"], budget)
    with pytest.raises(ModelError, match="tokens of a day"):
        ask(["ok"], budget)


def test_a_set_without_models_is_refused() -> None:
    async def work(_server: FakeModels, models: Models) -> None:
        ModelSet(models, (), Budget(Allowed()))

    with pytest.raises(ValueError, match="at least one model"):
        with_server(work)

import pytest

from hexascope.llm.budget import Allowed, Budget
from hexascope.llm.contract import Endpoint, Failure, ModelError, Secret, Usage
from hexascope.llm.prices import FREE, Price, at_most, cost, price_of

PRICE = Price(1.0, 10.0, 0.1)


def model(name: str = "openai/gpt-5-mini", *, local: bool = False) -> Endpoint:
    return Endpoint(
        name=name, provider="openai", model="x", base_url="https://x", key=Secret("k"), local=local
    )


def test_what_is_under_way_counts_at_its_most_until_it_is_over() -> None:
    budget = Budget(Allowed(run_tokens=1000, run_dollars=None, day_tokens=None, day_dollars=None))
    held = budget.hold(model(), PRICE, 500, 400)
    with pytest.raises(ModelError) as caught:
        budget.hold(model(), PRICE, 100, 100)
    held.settle(Usage(input_tokens=500, output_tokens=50))

    assert caught.value.failure is Failure.BUDGET
    assert "1,000 tokens of a run" in str(caught.value)
    budget.hold(model(), PRICE, 300, 100)
    assert budget.tokens == 550


def test_what_came_to_nothing_costs_nothing_and_is_settled_once() -> None:
    budget = Budget(Allowed())
    held = budget.hold(model(), PRICE, 500, 400)
    held.settle(Usage())
    held.settle(Usage(input_tokens=1_000_000))

    assert (budget.tokens, budget.dollars) == (0, 0.0)


def test_a_day_is_made_of_all_its_runs() -> None:
    budget = Budget(Allowed(day_dollars=1.0, run_dollars=None), day_dollars=0.995)

    with pytest.raises(ModelError, match="dollars of a day"):
        budget.hold(model(), PRICE, 1000, 1000)


def test_a_model_of_unknown_price_is_held_by_its_tokens() -> None:
    budget = Budget(Allowed(run_tokens=100, run_dollars=0.0))
    budget.hold(model(), None, 40, 40)

    with pytest.raises(ModelError, match="tokens of a run"):
        budget.hold(model(), None, 40, 40)


def test_what_is_read_again_from_a_cache_is_cheaper() -> None:
    used = Usage(input_tokens=1_000_000, output_tokens=100_000, cached_tokens=900_000)

    assert cost(PRICE, used) == pytest.approx(0.1 + 0.09 + 1.0)
    assert at_most(PRICE, 1_000_000, 100_000, tries=2) == pytest.approx(4.0)


def test_a_dated_edition_has_its_models_price_and_a_sister_has_not() -> None:
    mini = price_of(model("openai/gpt-4o-mini-2024-07-18"), {})

    assert mini == price_of(model("openai/gpt-4o-mini"), {})
    assert price_of(model("openai/gpt-4o"), {}) != mini
    assert price_of(model("openai/gpt-4o-audio"), {}) is None


def test_ones_own_price_goes_before_the_tables_and_this_machine_is_free() -> None:
    assert price_of(model(), {"openai/gpt-5-mini": PRICE}) == PRICE
    assert price_of(model("ollama/qwen3", local=True), {}) == FREE

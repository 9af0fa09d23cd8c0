"""The contract of Spending, over every implementation."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hexascope.domain.errors import CannotWrite
from hexascope.domain.spending import Spent
from hexascope.store.contract import Spending
from hexascope.store.database.remembered.spending import DatabaseSpending
from hexascope.store.database.scope import Scope
from hexascope.store.folders.spending import MOST_DAYS, MOST_MODELS, OTHERS, FileSpending
from tests.support.databases import KINDS

DAY = "2026-11-21"
DAMAGED = (
    '{"days": {"2026-11-21": [{"model": "x", "calls": CALLS, "input_tokens": 0,'
    ' "output_tokens": 0, "cached_tokens": 0, "dollars": DOLLARS}]}}'
)


@pytest.fixture(params=["file", *KINDS])
def spending(
    request: pytest.FixtureRequest, tmp_path: Path, scope_of: Callable[[str], Scope]
) -> Spending:
    if request.param == "file":
        return FileSpending(tmp_path)
    return DatabaseSpending(scope_of(request.param))


def spent(day: str = DAY, model: str = "openai/x", dollars: float = 0.25) -> Spent:
    return Spent(
        day=day,
        model=model,
        calls=1,
        input_tokens=1000,
        output_tokens=100,
        cached_tokens=900,
        dollars=dollars,
    )


def test_nothing_is_spent_at_first(spending: Spending) -> None:
    assert spending.all() == ()
    assert spending.day(DAY) == Spent(day=DAY, model="")


def test_a_day_is_the_sum_over_all_models(spending: Spending) -> None:
    spending.add(spent())
    spending.add(spent())
    whole = spending.add(spent(model="ollama/y", dollars=0.0))

    assert whole == spending.day(DAY)
    assert (whole.calls, whole.tokens, whole.dollars) == (3, 3300, 0.5)
    assert [(one.model, one.calls) for one in spending.all()] == [("openai/x", 2), ("ollama/y", 1)]


def test_each_day_is_its_own_and_the_newest_comes_first(spending: Spending) -> None:
    spending.add(spent("2026-11-20"))
    spending.add(spent(DAY))

    assert [one.day for one in spending.all()] == [DAY, "2026-11-20"]
    assert spending.day("2026-11-20").calls == 1


def test_a_quarter_of_a_year_is_kept(spending: Spending) -> None:
    days = [f"20{year}-01-01" for year in range(10, 10 + 50)]
    days += [f"20{year}-02-01" for year in range(10, 10 + 50)]
    for day in days:
        spending.add(spent(day))

    kept = [one.day for one in spending.all()]
    assert kept == sorted(days, reverse=True)[:MOST_DAYS]


def test_more_models_than_can_be_told_apart_are_added_up(spending: Spending) -> None:
    for number in range(MOST_MODELS + 3):
        spending.add(spent(model=f"m{number}"))

    assert spending.day(DAY).calls == MOST_MODELS + 3
    named = {one.model: one.calls for one in spending.all()}
    assert len(named) == MOST_MODELS + 1
    assert named[OTHERS] == 3


def test_of_several_threads_at_once_nothing_is_lost(spending: Spending) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(spending.add, [spent(dollars=0.5) for _ in range(40)]))

    assert (spending.day(DAY).calls, spending.day(DAY).dollars) == (40, 20.0)


def _add(folder: Path, times: int) -> None:
    for _ in range(times):
        FileSpending(folder).add(spent(dollars=0.5))


def test_of_several_processes_at_once_nothing_is_lost(tmp_path: Path) -> None:
    started = multiprocessing.get_context("fork")
    others = [started.Process(target=_add, args=(tmp_path, 20)) for _ in range(4)]
    for one in others:
        one.start()
    for one in others:
        one.join(60)

    assert [one.exitcode for one in others] == [0] * 4
    assert FileSpending(tmp_path).day(DAY).calls == 80
    assert FileSpending(tmp_path).day(DAY).dollars == 40.0


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        "[]",
        '{"days": 3}',
        '{"days": {"2026-11-21": [{"model": "x"}]}}',
        DAMAGED.replace("CALLS", "-1").replace("DOLLARS", "0"),
        DAMAGED.replace("CALLS", "1").replace("DOLLARS", "NaN"),
    ],
)
def test_a_damaged_file_is_put_aside_and_not_lost(damage: str, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "spent.json").write_text(damage)
    spending = FileSpending(tmp_path)

    assert spending.all() == ()
    assert (folder / "spent.json").read_text() == damage, "reading writes nothing"
    assert spending.add(spent()).calls == 1
    assert (folder / "spent.damaged").read_text() == damage


def test_a_place_that_can_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(CannotWrite, match="models"):
        FileSpending(tmp_path).add(spent())

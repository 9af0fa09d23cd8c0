from pathlib import Path

from hexascope.domain.errors import CannotWrite
from hexascope.domain.learnt import Learnt
from hexascope.domain.spending import Spent
from hexascope.llm.contract import Usage
from hexascope.services.books import Purse, remembering
from hexascope.store.folders.learnt import FileLearning
from hexascope.store.folders.spending import FileSpending

DAY = "2026-11-21"
TOOK = Usage(input_tokens=900, output_tokens=100)


class Full(FileSpending):
    """A place that can be read, and no longer written."""

    def add(self, spent: Spent) -> Spent:
        raise CannotWrite(f"no room for {spent.model}")


def test_what_each_question_took_is_in_the_day_at_once(tmp_path: Path) -> None:
    mine = Purse(spending=FileSpending(tmp_path), today=lambda: DAY)
    other = Purse(spending=FileSpending(tmp_path), today=lambda: DAY)
    other.spend("openai/x", TOOK, 0.5)

    assert mine.spent() == (1000, 0.5)
    assert mine.spend("openai/x", TOOK, 0.25) == (2000, 0.75)


def test_a_new_day_begins_with_nothing(tmp_path: Path) -> None:
    days = iter([DAY, "2026-11-22"])
    purse = Purse(spending=FileSpending(tmp_path), today=lambda: next(days))
    purse.spend("openai/x", TOOK, 0.5)

    assert purse.spent() == (0, 0.0)


def test_what_can_not_be_written_is_counted_here_and_told(tmp_path: Path) -> None:
    Purse(spending=FileSpending(tmp_path), today=lambda: DAY).spend("openai/x", TOOK, 0.5)
    purse = Purse(spending=Full(tmp_path), today=lambda: DAY)

    assert purse.spend("openai/x", TOOK, 0.25) == (2000, 0.75)
    assert purse.spend("openai/x", TOOK, 0.25) == (3000, 1.0)
    assert purse.spent() == (3000, 1.0)
    assert purse.complaint == "no room for openai/x"


def test_what_was_learnt_lasts_where_there_is_a_place_and_costs_nobody_a_run(
    tmp_path: Path,
) -> None:
    learning = FileLearning(tmp_path / "state")
    remembering(learning, lambda: 5.0)({"m": Learnt(rung="text")})
    (tmp_path / "models").write_text("a file where the folder should be")
    remembering(FileLearning(tmp_path), lambda: 5.0)({"m": Learnt(rung="text")})

    assert learning.known(now=6.0) == {"m": Learnt(rung="text")}
    assert FileLearning(tmp_path).known(now=6.0) == {}

"""What models took, as people and programs read it."""

import json

import pytest

from hexascope.cli.foreseen import Foreseen
from hexascope.cli.spent import as_lines, as_text
from hexascope.domain.spending import Spent
from hexascope.services.models import Estimate
from hexascope.words import Language

TODAY = "2026-11-21"
KEPT = (
    Spent(day=TODAY, model="openai/gpt-5", calls=6, input_tokens=9000, dollars=0.5),
    Spent(day="2026-11-20", model="ollama/qwen3\x1b[2J", calls=1, output_tokens=10),
    Spent(day="2026-10-23", model="openai/old", calls=1, dollars=3.0),
    Spent(day="2026-10-22", model="openai/older", calls=1, dollars=3.0),
)
LIMITS = (2_000_000, 10.0)


def test_a_line_for_each_day_and_model_of_the_last_days_and_a_sum() -> None:
    lines = list(as_lines(KEPT, TODAY, 30, LIMITS, Language.ENGLISH))

    assert [line[:10] for line in lines] == [
        "day       ",
        TODAY,
        "2026-11-20",
        "2026-10-23",
        "in all    ",
        "Today: 9,0",
    ]
    assert lines[4].split()[-1] == "3.5000"
    assert lines[5] == "Today: 9,000 of 2,000,000 tokens, 0.5000 of 10.00 US dollars."


def test_a_name_can_not_write_on_the_terminal() -> None:
    assert "\x1b" not in "".join(as_lines(KEPT, TODAY, 30, LIMITS, Language.ENGLISH))


def test_nothing_spent_is_said_in_the_readers_language() -> None:
    first, second = as_lines((), TODAY, 30, LIMITS, Language.PORTUGUESE)

    assert first == "Nenhum modelo gastou nada nestes dias."
    assert second == "Hoje: 0 de 2.000.000 tokens, 0,0000 de 10,00 dólares."


def test_programs_get_the_same_figures() -> None:
    told = json.loads("".join(as_text(KEPT, TODAY, 2, LIMITS, Language.ENGLISH)))

    assert [one["day"] for one in told["days"]] == [TODAY, "2026-11-20"]
    assert told["today"] == {
        "day": TODAY,
        "tokens": 9000,
        "dollars": 0.5,
        "most_tokens": 2_000_000,
        "most_dollars": 10.0,
    }


@pytest.mark.parametrize(
    ("dollars", "shown", "said"),
    [
        (0.0214, True, "6 calls, at most 61,000 tokens and 0.0214 US dollars"),
        (5.0, True, "and 1.0000 US dollars"),
        (0.0, True, ""),
        (None, True, ""),
        (0.0214, False, ""),
    ],
)
def test_what_a_run_costs_at_most_is_said_where_it_costs_anything(
    dollars: float | None, shown: bool, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    foreseen = Foreseen(Language.ENGLISH, 1.0, shown=shown)
    foreseen(Estimate(calls=6, tokens=61_000, dollars=dollars))
    told = capsys.readouterr()

    assert told.out == ""
    assert said in told.err
    assert bool(told.err) is bool(said)

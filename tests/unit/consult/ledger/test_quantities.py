"""Numbers in sentences: ranges, denials, words, fractions, and what is no quantity."""

import pytest

from hexascope.consult.ledger.quantities import quantities
from hexascope.consult.ledger.quantity import Bound, Dimension, Quantity
from hexascope.consult.ledger.spelled import in_digits
from hexascope.consult.ledger.stamps import MOST_NUMBERS, unreadable
from hexascope.words import Language

EN, PT = Language.ENGLISH, Language.PORTUGUESE


def one(sentence: str, language: Language = EN) -> Quantity:
    [found] = quantities(sentence, language)
    return found


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("between 3 and 4 %", 0.03, 0.04),
        ("at 35 to 40 ms", 0.035, 0.04),
        ("at 35-40 ms", 0.035, 0.04),
        ("at 35–40 ms", 0.035, 0.04),
        ("between 35 ms and 40 ms", 0.035, 0.04),
        ("between three and four percent", 0.03, 0.04),
    ],
)
def test_a_range_is_one_number_with_two_ends(sentence: str, low: float, high: float) -> None:
    found = one(sentence)

    assert found.bound is Bound.WITHIN
    assert [found.value, found.upper] == pytest.approx([low, high])


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("from 3 to 4 %", [0.03, 0.04]),
        ("between 1 and 90 %", [0.01, 0.9]),
        ("35 ms and 40 ms", [0.035, 0.04]),
        ("between 9 and 3 %", [0.09, 0.03]),
    ],
)
def test_a_change_a_list_and_a_range_that_says_nothing_are_two(
    sentence: str, values: list[float]
) -> None:
    assert [each.value for each in quantities(sentence, EN)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("sentence", "seconds"),
    [("for 13 h 53 min", 49_980.0), ("for 3 min 20 s", 200.0), ("for 1 h 1 min 1 s", 3_661.0)],
)
def test_a_time_in_several_units_is_one(sentence: str, seconds: float) -> None:
    assert one(sentence).value == pytest.approx(seconds)


def test_a_time_that_does_not_go_on_in_a_smaller_unit_is_two() -> None:
    assert len(quantities("3 s 20 min", EN)) == 2


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("no more than 40 ms", Bound.BELOW),
        ("not less than 40 ms", Bound.ABOVE),
        ("does not exceed 40 ms", Bound.BELOW),
        ("more than 40 ms", Bound.ABOVE),
    ],
)
def test_a_not_before_a_bound_turns_it_round(sentence: str, bound: Bound) -> None:
    assert one(sentence).bound is bound
    assert not one(sentence).denied


@pytest.mark.parametrize(
    ("sentence", "language", "denied"),
    [
        ("vda is not at 40 ms", EN, True),
        ("nobody waits 40 ms", EN, True),
        ("it isn't 40 ms", EN, True),
        ("vda is not idle, it waits 40 ms", EN, False),
        ("vda is not idle and waits 40 ms", EN, False),
        ("not only 40 ms", EN, False),
        ("não chega a 40 ms", PT, True),
        ("não está ocioso, espera 40 ms", PT, False),
    ],
)
def test_a_not_before_a_number_denies_it(sentence: str, language: Language, denied: bool) -> None:
    assert one(sentence, language).denied is denied


@pytest.mark.parametrize(
    ("sentence", "language", "value"),
    [
        ("thirty percent", EN, 0.3),
        ("ninety-seven percent", EN, 0.97),
        ("one hundred and twenty seconds", EN, 120.0),
        ("three hundred thousand bytes", EN, 300_000.0),
        ("one second", EN, 1.0),
        ("noventa e sete por cento", PT, 0.97),
        ("cento e vinte segundos", PT, 120.0),
        ("dez mil bytes", PT, 10_000.0),
        ("mil bytes", PT, 1_000.0),
        ("½ of it", EN, 0.5),
        ("9/10 of it", EN, 0.9),
        ("is .97", EN, 0.97),
        ("1.2e3 bytes", EN, 1200.0),
        ("_97 %_ of it", EN, 0.97),
        ("97 pct", EN, 0.97),
        ("97 por cento", PT, 0.97),
    ],
)
def test_a_number_is_read_however_it_is_written(
    sentence: str, language: Language, value: float
) -> None:
    assert one(sentence, language).value == pytest.approx(value)


@pytest.mark.parametrize(
    "sentence", ["one of them waits", "no one waits", "two thirds", "um dos discos", "tcp_tw_90"]
)
def test_words_that_state_no_digits_are_left(sentence: str) -> None:
    assert [each for each in quantities(sentence, EN) if each.dimension is Dimension.COUNT] == []


def test_numbers_in_a_row_are_not_one() -> None:
    assert in_digits("two three twenty four").split() == ["2", "3", "24"]


@pytest.mark.parametrize(
    "sentence",
    [
        "since 02:00", "on 2026-11-21", "on 2026-11-21T02:00:05Z", "on 11/21/2026",
        "in version 6.1.9", "v2.4 has it", "a ratio of 3:1", "it is ⑨", "10² of them",
    ],
)  # fmt: skip
def test_dates_times_versions_and_odd_numerals_need_to_have_been_shown(sentence: str) -> None:
    assert unreadable(sentence, frozenset())


def test_what_was_shown_may_be_repeated() -> None:
    shown = frozenset({"linux 6.1.9-amd64", "upgraded 2026-11-21 at 02:00"})

    assert unreadable("Since 02:00 of 2026-11-21 it runs 6.1.9-amd64.", shown) == ""
    assert unreadable("It runs 6.1.8-amd64.", shown) == "6.1.8-amd64"


@pytest.mark.parametrize("sentence", ["1.234.567 bytes", "35.2 ms", "97%", "in ½ of it"])
def test_plain_numbers_are_no_stamps(sentence: str) -> None:
    assert unreadable(sentence, frozenset()) == ""


def test_a_sentence_of_more_numbers_than_anybody_reads_is_not_read() -> None:
    assert unreadable("7 " * MOST_NUMBERS, frozenset()) == ""
    assert unreadable("7 " * MOST_NUMBERS + "8", frozenset()) == "8"

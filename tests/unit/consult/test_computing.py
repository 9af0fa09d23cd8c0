"""What a model's program prints is a stranger's text: little of it becomes evidence."""

import json
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from hexascope.consult.answered.computing import (
    LARGEST,
    LONGEST_NAME,
    LONGEST_OUTPUT,
    MOST_OF,
    MOST_RESULTS,
    Results,
    UnreadableError,
    given,
    results,
)
from hexascope.consult.answered.programs import (
    FIELD,
    LONGEST_PURPOSE,
    LONGEST_SOURCE,
    program_in,
    with_program,
)
from hexascope.consult.contract import Program, Ran
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.told.briefing import Briefing, brief
from hexascope.consult.told.veil import Veil
from hexascope.domain.evidence import Evidence
from hexascope.domain.use import Unit
from tests.support.cases import case, fact
from tests.support.panel import finding

AWAIT = fact("disk.await", 0.0352, device="vda")
PEER = fact("disk.await", 0.2, device="10.1.2.3")
NAMES = {AWAIT.key: AWAIT.key}
GOOD: dict[str, Any] = {"name": "slope", "value": 1.5, "unit": "s", "of": [AWAIT.key]}


def briefed(*, drawn: bool = False) -> Briefing:
    chosen = case(findings=(finding(evidence=(AWAIT, PEER)),))
    veil = Veil(drawn=drawn)
    return brief(chosen, hypotheses(chosen), nonce="n", most_tokens=8000, veil=veil)


def read(*entries: object, taken: frozenset[str] = frozenset()) -> Results:
    return printed(json.dumps(list(entries)), taken)


def printed(output: str, taken: frozenset[str] = frozenset()) -> Results:
    program = Program(role="x", purpose="", source="print()", given="{}", names=NAMES)
    return results(program, Ran(output=output, level=3, exit=0), taken)


def test_a_result_becomes_evidence_that_says_in_which_sandbox_it_was_computed() -> None:
    found = read(GOOD)

    [piece] = found.evidence
    assert piece.key == "computed.value{name=slope}"
    assert (piece.value, piece.unit) == (1.5, Unit.SECONDS)
    assert piece.source == "computed in a sandbox of level 3"
    assert [row.of for row in found.rows] == [(AWAIT.key,)]
    assert found.refused == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"value": "1"}, "is no number"),
        ({"value": True}, "is no number"),
        ({"value": None}, "is no number"),
        ({"value": LARGEST * 1.01}, "beyond all"),
        ({"value": -LARGEST * 1.01}, "beyond all"),
        ({"value": 10**400}, "int too large"),
        ({"unit": "text"}, "no unit of ours"),
        ({"unit": "furlong"}, "no unit of ours"),
        ({"unit": ["s"]}, "no unit of ours"),
        ({"of": []}, "must name 1 to"),
        ({"of": [AWAIT.key] * (MOST_OF + 1)}, "must name 1 to"),
        ({"of": ["disk.await{device=sdz}"]}, "it was not given: disk.await{device=sdz}"),
        ({"of": [7]}, "it was not given: 7"),
        ({"of": AWAIT.key}, "must name 1 to"),
        ({"name": 7}, "is no text"),
        ({"name": "99"}, "no letter"),
        ({"name": ""}, "no letter"),
        ({"name": "twice the wait"}, "states a number"),
        ({"name": "dobrou"}, "states a number"),
        ({"more": 1}, "nothing else"),
    ],
)
def test_a_result_out_of_form_is_refused_with_the_reason(change: object, told: str) -> None:
    found = read({**GOOD, **change}) if isinstance(change, dict) else read(change)

    assert found.evidence == []
    assert told in found.refused[0]


@pytest.mark.parametrize("entry", [7, "x", [], None, {"name": "x"}])
def test_what_is_no_result_is_refused(entry: object) -> None:
    assert read(entry).refused == ["a result has name, value, unit and of, and nothing else"]


@pytest.mark.parametrize(
    "output",
    [
        "",
        "no json",
        "{}",
        '[{"name": "a", "value": NaN, "unit": "s", "of": ["x"]}]',
        '[{"name": "a", "value": -Infinity}]',
        "[" * 100_000,
        "[1] and more",
    ],
)
def test_what_is_no_list_of_results_is_not_taken_at_all(output: str) -> None:
    with pytest.raises(UnreadableError):
        printed(output)


def test_more_than_a_program_may_print_is_not_read() -> None:
    whole = json.dumps([GOOD])
    most = whole + " " * (LONGEST_OUTPUT - len(whole))

    assert len(printed(most).evidence) == 1
    with pytest.raises(UnreadableError, match="printed over"):
        printed(most + " ")


def test_ten_results_are_taken_and_the_eleventh_is_left_out() -> None:
    several = [{**GOOD, "name": f"slope_{chr(97 + place)}"} for place in range(MOST_RESULTS + 1)]

    assert len(read(*several[:MOST_RESULTS]).evidence) == MOST_RESULTS
    found = read(*several)
    assert len(found.evidence) == MOST_RESULTS
    assert "the rest is left out" in found.refused[0]


def test_a_name_that_is_taken_is_not_given_twice() -> None:
    assert len(read(GOOD, GOOD).evidence) == 1
    assert read(GOOD, taken=frozenset(("slope",))).refused == ["a second result is called slope"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("p95\u202eawait\x1b[31m", "p_await_m"),
        ("{disk.await}", "disk_await"),
        ("<b>Slope</b>", "b_slope_b"),
        ("a" * 200, "a" * LONGEST_NAME),
        ("vda's wait", "vda_s_wait"),
    ],
)
def test_a_name_is_made_of_letters_whatever_was_written(written: str, name: str) -> None:
    assert read({**GOOD, "name": written}).evidence[0].label("name") == name


@each(st.text(max_size=300))
def test_no_name_holds_a_digit_or_anything_that_can_not_be_seen(written: str) -> None:
    for piece in read({**GOOD, "name": written}).evidence:
        name = piece.label("name")
        assert name.replace("_", "").isalpha()
        assert name.isascii()
        assert len(name) <= LONGEST_NAME


@each(st.recursive(st.none() | st.floats() | st.text() | st.booleans(), st.lists, max_leaves=20))
def test_nothing_that_a_program_prints_breaks_the_reading(value: object) -> None:
    output = json.dumps(value)
    try:
        found = printed(output)
    except UnreadableError:
        return
    assert found.evidence == []


def test_the_copy_holds_what_was_shown_with_whole_series_and_nothing_more() -> None:
    points = tuple((float(at), at * 2.0) for at in range(40))
    piece = Evidence(
        family="disk.await",
        labels=(("device", "vda"),),
        value=0.0352,
        unit=Unit.SECONDS,
        source="/proc/diskstats",
        series=points,
    )
    chosen = case(findings=(finding(evidence=(piece,)),))
    copy, names = given(brief(chosen, hypotheses(chosen), nonce="n", most_tokens=8000))
    told = json.loads(copy)

    assert told[piece.key] == {
        "value": 0.0352,
        "unit": "s",
        "series": [list(point) for point in points],
    }
    assert set(told) == set(names)


def test_the_copy_is_veiled_as_the_evidence_was_and_its_keys_are_found_again() -> None:
    about = briefed(drawn=True)
    copy, names = given(about)

    assert "10.1.2.3" not in copy
    assert set(json.loads(copy)) == set(about.keys)
    assert PEER.key in names.values()


def wanted(source: object, why_not: str = "", purpose: object = "a slope") -> tuple[object, str]:
    data = {FIELD: {"purpose": purpose, "source": source}}
    return program_in(data, briefed(), "security_analyst", why_not=why_not)


def test_a_program_of_four_kilobytes_is_taken_and_one_byte_more_is_refused() -> None:
    program, refused = wanted("#" * LONGEST_SOURCE)
    assert isinstance(program, Program)
    assert refused == ""

    program, refused = wanted("#" * (LONGEST_SOURCE + 1))
    assert program is None
    assert "4096 is the most" in refused


def test_a_program_that_may_not_be_asked_for_is_refused_with_the_reason() -> None:
    assert wanted("print()", "not allowed") == (None, "not allowed")


def test_a_program_that_can_not_be_written_down_is_refused() -> None:
    program, refused = wanted("x = '\ud800'")

    assert program is None
    assert "lone surrogate" in refused


@pytest.mark.parametrize("source", ["", None])
def test_who_writes_no_program_asks_for_none(source: object) -> None:
    assert wanted(source, "not allowed") == (None, "")


def test_a_purpose_is_made_visible_and_cut() -> None:
    program, _ = wanted("print()", purpose="\x1b[31m" + "x" * 500)

    assert isinstance(program, Program)
    assert "\x1b" not in program.purpose
    assert len(program.purpose) <= LONGEST_PURPOSE


@pytest.mark.parametrize("told", [7, [], "print()", {"source": 7}])
def test_a_wish_out_of_form_is_refused(told: object) -> None:
    program, refused = program_in({FIELD: told}, briefed(), "x", why_not="")

    assert program is None
    assert refused


def test_the_form_has_a_place_for_a_program_with_its_limits() -> None:
    form = with_program({"properties": {"a": {}}, "required": ["a"]})

    assert form["required"] == ["a", FIELD]
    assert form["properties"][FIELD]["properties"]["source"]["maxLength"] == LONGEST_SOURCE

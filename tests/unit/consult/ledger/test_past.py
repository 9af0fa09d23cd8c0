"""What is said of earlier examinations: their evidence proves it, and nothing of now."""

import pytest

from hexascope.consult.ledger.claims import Claim, ClaimKind, Operator, prove
from hexascope.consult.ledger.known import Known
from hexascope.consult.ledger.known import known as known_to
from hexascope.consult.ledger.prose import Ruling, published, rule
from hexascope.consult.told.recalled import usual_of
from hexascope.derive.remembered import with_memory
from hexascope.domain.evidence import Evidence
from hexascope.domain.history import History
from hexascope.domain.memory import Memory
from hexascope.domain.use import Resource
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

AWAIT = fact("disk.await", 0.04, device="vda")
OTHER = fact("disk.await", 0.01, device="vdb")
BUSY = fact("memory.utilization", 0.3)
RATIO = "history.ratio{device=vda,of=disk.await}"
MEDIAN = "history.median{device=vda,of=disk.await}"


def about(*values: float) -> Known:
    """Give what is known of a slow disk whose median of earlier examinations is that of values."""
    slow = finding(
        "disk_latency",
        evidence=(AWAIT,),
        resource=Resource.DISK,
        culprit=process_entity("postgres", 4242),
    )
    memory = Memory(history=History(values={AWAIT.key: values or (0.02,) * 5}))
    made = with_memory(case(AWAIT, OTHER, BUSY, findings=(slow,)), memory)
    shown: list[Evidence] = [AWAIT, OTHER, BUSY, *usual_of(made)]
    return known_to(made, shown)


def said(words: str, known: Known | None = None, language: Language = Language.ENGLISH) -> str:
    """Give what of a sentence is published; '' where it is struck."""
    ruled = rule(words, known or about(), language, lambda piece: value_shown(piece, language))
    return published(ruled)


TRUE = (
    "Disk vda waits twice as long as on the last five examinations.",
    "Its await is double the median of 5 earlier examinations.",
    "Disk vda waits longer than usual.",
    "Disk vda waits 2 times its usual time.",
    "The wait of vda is higher than on earlier examinations.",
    "The disk's wait rose compared with the last five examinations.",
    "It is {history.ratio{device=vda,of=disk.await}}.",
    "The median is {history.median{device=vda,of=disk.await}}.",
    "Disk vda waits 40 ms, twice the usual.",
)

FALSE = (
    "Disk vda waits three times as long as on the last five examinations.",
    "Disk vda waits twice as long as on the last six examinations.",
    "Disk vda waits half as long as on the last five examinations.",
    "Disk vda waits less than usual.",
    "The disk's wait fell compared with the last five examinations.",
    "The disk's wait is the same as on the last examinations, unchanged.",
    "Disk vda waits as usual.",
    "Disk vdb waits twice as long as on the last five examinations.",
    "Disk vdb waits longer than usual.",
    "Memory use is twice its usual size.",
    "Memory use is higher than usual.",
    "Disk vda waits 20 ms.",
    "Disk vda waits 20 ms, as usual.",
    "Disk vda waits 5 times as long as on the last five examinations.",
)


@pytest.mark.parametrize("words", TRUE)
def test_what_earlier_examinations_bear_out_is_published(words: str) -> None:
    assert said(words)


@pytest.mark.parametrize("words", FALSE)
def test_what_they_do_not_bear_out_is_struck(words: str) -> None:
    assert said(words) == ""


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        ("O disco vda espera o dobro do que nos últimos cinco exames.", True),
        ("O disco vda espera mais do que de costume.", True),
        ("O disco vda espera o triplo do que nos últimos cinco exames.", False),
        ("O disco vda espera menos do que de costume.", False),
        ("O disco vda espera o dobro do que nos últimos seis exames.", False),
    ],
)
def test_both_hold_in_portuguese(words: str, passes: bool) -> None:
    assert bool(said(words, language=Language.PORTUGUESE)) is passes


def test_a_value_that_is_as_usual_may_be_called_so_and_nothing_else() -> None:
    usual = about(*[0.04] * 5)

    assert said("Disk vda waits as usual.", usual)
    assert said("Disk vda waits longer than usual.", usual) == ""
    assert said("Disk vda waits twice as long as usual.", usual) == ""


def test_without_a_past_nothing_is_said_of_it() -> None:
    nothing = about(0.02, 0.02)

    assert nothing.past == ()
    assert said("Disk vda waits twice as long as on the last five examinations.", nothing) == ""
    assert said("Disk vda waits longer than usual.", nothing) == ""


def test_a_factor_of_the_past_proves_no_factor_of_now() -> None:
    assert said("The wait of vda doubled.") == ""
    assert said("The wait of vda rises.") == ""


def test_what_is_filled_in_says_that_it_is_of_the_past() -> None:
    assert "20 ms usually" in said("Disk vda waits {%s}." % MEDIAN)  # noqa: UP031 - braces


@pytest.mark.parametrize(
    ("keys", "operator", "value", "unit", "ruling"),
    [
        ((RATIO,), Operator.ABOUT, 2.0, "times", Ruling.PROVEN),
        ((RATIO,), Operator.IS, 3.0, "times", Ruling.CONTRADICTED),
        ((RATIO,), Operator.RISES, 0.0, "none", Ruling.PROVEN),
        ((RATIO,), Operator.FALLS, 0.0, "none", Ruling.CONTRADICTED),
        ((MEDIAN,), Operator.IS, 20.0, "ms", Ruling.PROVEN),
        ((MEDIAN,), Operator.IS, 40.0, "ms", Ruling.CONTRADICTED),
        ((MEDIAN,), Operator.IS, 20.0, "percent", Ruling.CONTRADICTED),
        ((AWAIT.key, MEDIAN), Operator.RATIO, 2.0, "times", Ruling.PROVEN),
        ((AWAIT.key, MEDIAN), Operator.DIFFERENCE, 20.0, "ms", Ruling.PROVEN),
        ((AWAIT.key,), Operator.RISES, 0.0, "none", Ruling.UNSUPPORTED),
    ],
)
def test_a_claim_on_the_past_names_its_evidence(
    keys: tuple[str, ...], operator: Operator, value: float, unit: str, ruling: Ruling
) -> None:
    claim = Claim(
        kind=ClaimKind.OBSERVATION, evidence=keys, operator=operator, value=value, unit=unit
    )

    assert prove(claim, about()).ruling is ruling

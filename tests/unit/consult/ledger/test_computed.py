"""What a model's program computed proves what is said of itself, and nothing that was measured."""

from collections.abc import Sequence

import pytest

from hexascope.consult.ledger.claims import Claim, ClaimKind, Operator, prove
from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.prose import Ruling, published, rule
from hexascope.domain.errand import COMPUTED, ComputedFrom
from hexascope.domain.evidence import Evidence
from hexascope.domain.use import Unit
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

AWAIT = fact("disk.await", 0.0352, device="vda")
BUSY = fact("cpu.utilization", 0.4)
KEY = "computed.value{name=slope}"


def about(name: str = "slope", value: float = 0.99, of: Sequence[str] = (AWAIT.key,)) -> Known:
    piece = Evidence(
        family=COMPUTED,
        labels=(("name", name),),
        value=value,
        unit=Unit.RATIO,
        source="computed in a sandbox of level 3",
    )
    slow = finding("disk_latency", evidence=(AWAIT,), culprit=process_entity("postgres", 4242))
    chosen = case(piece, ComputedFrom(piece.key, tuple(of)), findings=(slow,))
    return known(chosen, (AWAIT, BUSY, piece))


def ruled(sentence: str, knows: Known, language: Language = Language.ENGLISH) -> tuple[Ruling, str]:
    [one] = rule(sentence, knows, language, lambda piece: value_shown(piece, language))
    return one.ruling, published([one])


def claim(*keys: str, operator: Operator = Operator.IS, value: float = 0.99) -> Claim:
    return Claim(
        kind=ClaimKind.OBSERVATION, evidence=keys, operator=operator, value=value, unit="ratio"
    )


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (Language.ENGLISH, "(computed: slope)"),
        (Language.PORTUGUESE, "(calculado: slope)"),
    ],
)
def test_a_computed_value_is_published_as_computed(language: Language, shown: str) -> None:
    ruling, words = ruled(f"The trend of vda is {{{KEY}}}.", about(), language)

    assert ruling is Ruling.PROVEN
    assert shown in words


@pytest.mark.parametrize(
    "sentence",
    [
        "The disk vda is used 99 %.",
        "The CPU is used 99 %.",
        "postgres uses 99 % of a CPU.",
    ],
)
def test_a_computed_number_proves_no_number_of_what_was_measured(sentence: str) -> None:
    assert ruled(sentence, about())[0].struck


@pytest.mark.parametrize("name", ["postgres", "vda", "phantom"])
def test_a_result_called_like_somebody_makes_nobody_known_and_proves_nothing_of_him(
    name: str,
) -> None:
    knows = about(name)

    assert ruled(f"The process `{name}` uses 99 % of a CPU.", knows)[0].struck
    assert ("phantom" in knows.names) is False


def test_a_computed_value_is_said_of_nobody_but_those_it_was_computed_of() -> None:
    theirs, others = about(of=(AWAIT.key,)), about(of=(BUSY.key,))
    sentence = f"postgres waits for the disk {{{KEY}}} of the time."

    assert not ruled(sentence, theirs)[0].struck
    assert ruled(sentence, others)[0].struck
    assert ruled(f"The CPU is taken {{{KEY}}}.", theirs)[0].struck


def test_of_a_computed_value_whose_origin_is_not_known_nobody_may_be_spoken() -> None:
    nobodys = about(of=())

    assert ruled(f"postgres waits {{{KEY}}} of the time.", nobodys)[0].struck
    assert not ruled(f"The share is {{{KEY}}}.", nobodys)[0].struck


def test_a_claim_names_computed_or_measured_evidence_and_never_both() -> None:
    knows = about()

    assert prove(claim(KEY), knows).ruling is Ruling.PROVEN
    assert prove(claim(KEY, value=0.5), knows).ruling is Ruling.CONTRADICTED
    assert prove(claim(KEY, AWAIT.key), knows).reason.startswith("it mixes what was computed")
    assert prove(claim(AWAIT.key, KEY, operator=Operator.RATIO), knows).ruling.struck
    assert prove(claim(AWAIT.key), knows).ruling.struck


def test_a_computed_value_shows_no_trend_and_no_cause() -> None:
    rises = claim(KEY, operator=Operator.RISES)
    cause = Claim(
        kind=ClaimKind.CAUSE, evidence=(KEY, KEY), operator=Operator.IS, value=0, unit="none"
    )

    assert prove(rises, about()).ruling is Ruling.UNSUPPORTED
    assert prove(cause, about()).ruling is not Ruling.PROVEN

"""Two devices, two programs: who waits longer, who is larger."""

import pytest

from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.prose import Ruling, rule
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

PIECES = (
    fact("disk.await", 0.040, device="vda"),
    fact("disk.await", 0.004, device="vdb"),
    fact("disk.utilization", 0.30, device="vda"),
    fact("disk.utilization", 0.90, device="vdb"),
    fact("process.cpu_share", 0.9, pid="7"),
    fact("process.cpu_share", 0.1, pid="8"),
)
NAMED = tuple(
    finding("busy_thread", evidence=(piece,), culprit=process_entity(name, pid))
    for piece, name, pid in ((PIECES[4], "nginx", 7), (PIECES[5], "postgres", 8))
)


def about() -> Known:
    return known(case(*PIECES, findings=NAMED), PIECES)


def ruling(sentence: str, language: Language = Language.ENGLISH) -> Ruling:
    [one] = rule(sentence, about(), language, lambda _: "")
    return one.ruling


@pytest.mark.parametrize(
    "sentence",
    [
        "Requests to vda wait longer than those to vdb.",
        "vdb is busier than vda.",
        "nginx takes more CPU than postgres.",
        "postgres takes less CPU than nginx.",
        "vdb answers faster than vda, if one looks at how long requests wait.",
        "vda is more important than vdb.",
        "More than one thing is wrong.",
    ],
)
def test_what_the_evidence_bears_out_or_nobody_measures_stands(sentence: str) -> None:
    assert not ruling(sentence).struck


@pytest.mark.parametrize(
    "sentence",
    [
        "Requests to vdb wait longer than those to vda.",
        "vda is busier than vdb.",
        "postgres takes more CPU than nginx.",
        "vda has more than vdb.",
        "nginx is larger than vda.",
    ],
    ids=("turned", "turned", "turned", "of what?", "no such measure"),
)
def test_what_it_does_not_is_struck(sentence: str) -> None:
    assert ruling(sentence).struck


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("nginx usa mais CPU do que postgres.", True),
        ("postgres usa mais CPU do que nginx.", False),
        ("vdb está mais ocupado que vda.", True),
        ("vda está mais ocupado que vdb.", False),
    ],
)
def test_portuguese_compares_as_well(sentence: str, stands: bool) -> None:
    assert ruling(sentence, Language.PORTUGUESE).struck is not stands

import pytest

from hexascope.consult.ledger.all_clear import all_clear
from hexascope.consult.ledger.known import known
from hexascope.consult.ledger.prose import Ruling, rule
from hexascope.domain.use import Severity, When
from hexascope.words import Language
from tests.support.cases import case
from tests.support.panel import finding


@pytest.mark.parametrize(
    "sentence",
    [
        "All is fine.",
        "Everything looks normal.",
        "The host is healthy.",
        "The whole system works as expected.",
        "Nothing is wrong.",
        "There is nothing to worry.",
        "No problems were found.",
        "No action is needed.",
        "This is a false alarm.",
        "Ignore these findings.",
        "Tudo está bem.",
        "Nada está errado.",
        "Não há problemas.",
        "O host está saudável.",
    ],
)
def test_the_all_clear_is_known_in_many_words(sentence: str) -> None:
    assert all_clear(sentence, harmed=True)
    assert all_clear(sentence, harmed=False) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Not everything is fine.",
        "All is not well.",
        "There is no problem with vda.",
        "Nothing else is wrong, but vda is.",
        "The disk is slow.",
        "Nobody else waits.",
        "Não está tudo bem.",
        "Não há problemas em vda.",
    ],
)
def test_what_denies_it_or_speaks_of_one_thing_is_none(sentence: str) -> None:
    assert all_clear(sentence, harmed=True) == ""


@pytest.mark.parametrize(
    ("severity", "when", "struck"),
    [
        (Severity.MEDIUM, When.NOW, True),
        (Severity.LOW, When.NOW, False),
        (Severity.CRITICAL, When.PAST, False),
    ],
)
def test_it_is_struck_where_something_is_wrong_now(
    severity: Severity, when: When, struck: bool
) -> None:
    about = known(case(findings=(finding(severity=severity, when=when),)), ())
    [one] = rule("All is fine.", about, Language.ENGLISH, lambda _: "")

    assert one.ruling is (Ruling.UNSUPPORTED if struck else Ruling.NO_CLAIM)

"""Lying models before every kept host: no published report holds a number that nobody measured."""

import json
import re
from functools import cache
from html import unescape

import pytest

from hexascope.domain.examination import Examination
from hexascope.report.values import value_shown
from hexascope.words import Language, render
from tests.support import kept
from tests.support.lies import making_up, speaking
from tests.support.scripted import examined, looked, of_models, written

HOSTS = [(name, False) for name in kept.names()] + [
    (name, True) for name in kept.names() if "healthy" in kept.described(name)
]
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
STRUCK = re.compile(r"<s>.*?</s> <span.*?</span>")
"""What HTML shows as struck, with the reason."""

SPELLED = re.compile(r"thirty|trinta|doubled|dobrou|times slower|vezes mais", re.IGNORECASE)


@cache
def lied_to(name: str, healthy: bool, language: Language) -> Examination:
    portuguese = language is Language.PORTUGUESE
    return examined(
        looked(name, healthy=healthy), making_up(len(name), portuguese=portuguese), language
    )


def measured(about: Examination, language: Language) -> str:
    """Give, in one text, everything that code may have written into a sentence."""
    told = [value_shown(piece, language) for piece in about.evidence.values()]
    told += [f"{piece.key} {piece.value}" for piece in about.evidence.values()]
    told += [value_shown(piece, language) for one in about.findings for piece in one.evidence]
    for one in about.findings:
        told += [str(who) for who in (one.culprit, *one.victims)]
        told += [str(value) for _, value in one.title.values]
    return " ".join(told)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("name", "healthy"), HOSTS)
def test_every_number_in_a_models_words_is_one_that_was_measured(
    name: str, healthy: bool, language: Language
) -> None:
    about = lied_to(name, healthy, language)
    known = set(NUMBER.findall(measured(about, language)))
    # what the rules themselves have worded is proven by them
    rules = examined(looked(name, healthy=healthy))
    words = [one for one in of_models(about) if one not in of_rules(rules)]

    strange = [(one, words) for words in words for one in NUMBER.findall(words) if one not in known]

    assert strange == []
    assert not [one for one in words if SPELLED.search(one)]


def of_rules(about: Examination) -> set[str]:
    verdict = about.verdict
    return {render(verdict.headline), *(render(one) for one in verdict.summary)}


@pytest.mark.parametrize("name", ["cgroup2_throttled_unit", "metal_numa", "cgroup2_oom_pod"])
def test_the_liars_were_heard_and_their_lies_are_in_the_record_alone(name: str) -> None:
    about = lied_to(name, False, Language.ENGLISH)
    assert about.panel is not None
    lies = [one.words for one in about.panel.struck]

    assert len(lies) >= 10
    assert any(one.voice != "rules" for one in about.opinions)
    for name, text in written(about).items():
        told = STRUCK.sub("", text)
        if name == "json":
            told = json.dumps({**json.loads(text), "panel": None}, ensure_ascii=False)
        assert not [one for one in lies if one in unescape(told)], name


@pytest.mark.parametrize("name", ["cgroup2_throttled_unit", "metal_raid_degraded"])
def test_who_lies_in_every_number_is_replaced_by_its_rules_and_named(name: str) -> None:
    about = examined(looked(name), speaking("lying"))

    assert {one.voice for one in about.opinions} == {"rules"}
    assert "nothing that it said is proven" in str(about.absent)
    assert about.verdict.quality == "fallback"

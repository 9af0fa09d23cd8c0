"""Ablations: take away, shuffle, rename, add noise; the verdict hangs on the evidence alone."""

from dataclasses import replace
from random import Random

import pytest

from benchmarks.panel.judged import top
from benchmarks.panel.simulate import consulted, voices
from benchmarks.panel.simulated import SimulatedModel
from benchmarks.panel.world import Made, made
from hexascope.check.rank import rank
from hexascope.consult.consult import Consultation
from hexascope.domain.entity import Entity
from hexascope.domain.facts import Facts
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity
from tests.support.cases import fact
from tests.support.panel import finding, process_entity

FAULTY = [one for at in range(40) if (one := made(at, seed=7)).truth][:12]
IDS = [one.name for one in FAULTY]


def keys_of_truth(one: Made) -> tuple[str, ...]:
    return next(each.keys for each in one.case.findings if each.id == one.truth)


def heard(one: Made, truth: tuple[str, ...] | None = None) -> Consultation:
    """Put a case to a model that always knows the truth, and never errs in form."""
    keys = keys_of_truth(one) if truth is None else truth
    return consulted(one.case, voices(SimulatedModel(1.0, keys, Random(1), manners=0.0)))


def settled(said: Consultation) -> list[tuple[str, Severity, bool]]:
    return [(one.item, one.severity, one.contested) for one in said.verdict.items]


@pytest.mark.parametrize("one", FAULTY, ids=IDS)
def test_without_evidence_the_models_abstain(one: Made) -> None:
    bare = tuple(replace(each, evidence=()) for each in one.case.findings)
    said = heard(replace(one, case=replace(one.case, findings=bare, facts=Facts())), ())

    assert not [each for each in said.opinions if each.voice != "rules"]
    assert said.verdict.quality == "fallback"
    assert len(said.absent) >= 4


def test_without_findings_nobody_says_that_something_is_wrong() -> None:
    one = FAULTY[0]
    said = heard(replace(one, case=replace(one.case, findings=())), ())

    assert [each for each in said.opinions if each.voice != "rules"] == []
    assert said.verdict.items == ()


@pytest.mark.parametrize("one", FAULTY, ids=IDS)
def test_with_the_evidence_in_another_order_the_verdict_stays(one: Made) -> None:
    pieces = [piece for family in one.case.facts.evidence for piece in one.case.of(family)]
    for seed in range(3):
        shuffled = list(pieces)
        Random(seed).shuffle(shuffled)
        other = replace(one, case=replace(one.case, facts=Facts().with_more(shuffled)))

        assert settled(heard(other)) == settled(heard(one))


def renamed(one: Made) -> tuple[Made, dict[str, str]]:
    """Give a case whose programs are called otherwise, and the new ids of its findings."""
    ids: dict[str, str] = {}
    findings: list[Finding] = []
    for at, each in enumerate(one.case.findings):
        who = named(each.culprit, f"zz{at}x")
        other = replace(
            each,
            id=finding_id(each.check, who),
            culprit=who,
            victims=tuple(filter(None, (named(victim, f"yy{at}x") for victim in each.victims))),
            title=text(each.title.template, name=f"zz{at}x"),
        )
        ids[each.id] = other.id
        findings.append(other)
    case = replace(one.case, findings=tuple(findings))
    return replace(one, case=case, truth=ids[one.truth]), ids


def named(who: Entity | None, name: str) -> Entity | None:
    return None if who is None else replace(who, name=name)


@pytest.mark.parametrize("one", FAULTY, ids=IDS)
def test_with_other_names_the_verdict_stays(one: Made) -> None:
    other, ids = renamed(one)

    assert settled(heard(other)) == [
        (ids.get(name, name), severity, contested)
        for name, severity, contested in settled(heard(one))
    ]


LOUD = finding(
    "log_storm",
    severity=Severity.HIGH,
    resource=Resource.KERNEL,
    aspect=Aspect.UTILIZATION,
    culprit=process_entity("chatter", 31_337),
    evidence=(fact("log.line_count", 99_999.0, kind="any"),),
    harm=Harm.BUSY,
    confidence=95,
)
"""Loud, well proven, and nobody suffers from it."""


@pytest.mark.parametrize("one", FAULTY, ids=IDS)
def test_with_a_loud_finding_that_has_nothing_to_do_with_it_the_first_cause_stays(
    one: Made,
) -> None:
    noisy = replace(
        one.case,
        findings=rank((*one.case.findings, LOUD)),
        facts=one.case.facts.with_more(LOUD.evidence),
    )
    other = replace(one, case=noisy)

    assert top(heard(other).verdict, noisy) == top(heard(one).verdict, one.case)


def test_these_cases_are_not_all_alike() -> None:
    firsts = {top(heard(one).verdict, one.case) == one.truth for one in FAULTY}
    moved = [one.name for one in FAULTY if settled(heard(one))[0][0] != one.case.findings[0].id]

    assert True in firsts
    assert moved

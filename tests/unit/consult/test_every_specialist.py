"""What holds for all analysts whatever the findings, and the whole panel over one case."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

import hexascope.act.remedies
import hexascope.consult.specialists
from hexascope.act.contract import filled
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist
from hexascope.consult.voices.rules import RulesVoices
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import ANALYSTS, Role, Stance
from hexascope.domain.remedy import Remedy, proposal
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from hexascope.kit.plugins import discover
from hexascope.report.plain import verdict
from tests.support.cases import case, fact, process, use
from tests.support.panel import NO_PRICES, finding, group_entity, process_entity

SPECIALISTS = discover(hexascope.consult.specialists, Specialist)
REMEDIES = discover(hexascope.act.remedies, Remedy)

SHARES = st.floats(0.0, 1.0)
CULPRITS = st.one_of(
    st.none(),
    st.just(process_entity()),
    st.just(group_entity()),
    st.just(Entity(kind=EntityKind.INTERFACE, name="eth0")),
    st.builds(process_entity, st.text(max_size=20), st.integers(1, 9)),
)
PROPOSALS = st.lists(
    st.sampled_from(
        (
            proposal("stop_process", pid=1),
            proposal("stop_process", pid=4242),
            proposal("investigate_intrusion", pid=4242),
            proposal("restart_unit", unit="postgres.service"),
            proposal("limit_cpu", cgroup="/"),
            proposal("add_cpus"),
            proposal("no_such_remedy"),
        )
    ),
    max_size=3,
).map(tuple)
FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(("a", "b", "c", "deleted_executable")),
        severity=st.sampled_from(Severity),
        resource=st.sampled_from(Resource),
        aspect=st.sampled_from(Aspect),
        harm=st.sampled_from(Harm),
        when=st.sampled_from(When),
        culprit=CULPRITS,
        victims=st.lists(st.just(process_entity("victim", 8)), max_size=2).map(tuple),
        proposals=PROPOSALS,
        confidence=st.integers(0, 100),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
).map(tuple)


def about(findings: tuple[Finding, ...], cpu: float, wait: float) -> Case:
    facts: tuple[Evidence, ...] = (
        fact("cpu.utilization", cpu, cpu="all"),
        fact("pressure.some_share", wait, resource="cpu"),
        fact("hardware.vulnerable_count", 1.0),
    )
    return case(*facts, use(process(pid=4242, comm="postgres")), findings=findings)


def consulted(one: Case) -> Consultation:
    return asyncio.run(
        consult(
            one,
            SPECIALISTS,
            RulesVoices(),
            REMEDIES,
            fill=filled,
            prices=NO_PRICES,
            patience_seconds=10.0,
        )
    )


def test_there_are_six() -> None:
    assert set(SPECIALISTS) == {role.value for role in Role}
    assert all(one.mandate.strip() for one in SPECIALISTS.values())
    assert all(SPECIALISTS[role.value].rules for role in ANALYSTS)


@given(findings=FINDINGS, cpu=SHARES, wait=SHARES)
def test_opinions_rest_on_evidence_stay_near_the_finding_and_are_few(
    findings: tuple[Finding, ...], cpu: float, wait: float
) -> None:
    one = about(findings, cpu, wait)
    known = {found.id: found for found in findings}
    evidence = {key for found in findings for key in found.keys}
    for role in ANALYSTS:
        rules = SPECIALISTS[role.value].rules
        assert rules is not None
        said = list(rules(one, NO_PRICES))
        assert said == list(rules(one, NO_PRICES)), "the same answer every time"
        assert len(said) <= len(findings) + 1
        for opinion in said:
            assert opinion.role is role
            assert opinion.because
            assert 0 <= opinion.confidence <= 100
            for key in opinion.because:
                assert key in evidence or any(
                    piece.key == key for piece in one.of(key.partition("{")[0])
                )
            if opinion.item in known:
                assert abs(opinion.severity - known[opinion.item].severity) <= 1


@given(findings=FINDINGS, cpu=SHARES, wait=SHARES)
def test_the_panel_gives_a_verdict_whatever_was_found(
    findings: tuple[Finding, ...], cpu: float, wait: float
) -> None:
    one = about(findings, cpu, wait)

    said = consulted(one)

    assert said.absent == {}
    assert said.verdict.quality == "rules"
    assert [step.priority for step in said.verdict.recommendations] == list(
        range(1, len(said.verdict.recommendations) + 1)
    )
    assert verdict(said.verdict) == verdict(consulted(one).verdict)
    for item in said.verdict.items:
        assert item.agreement is None or 0 <= item.agreement <= 100
        assert not (item.single and item.contested)


def test_a_risky_remedy_on_a_database_is_contested_and_the_harmless_one_is_not() -> None:
    hog = finding(
        culprit=process_entity("postgres", 4242),
        severity=Severity.MEDIUM,
        proposals=(proposal("lower_priority", pid=4242), proposal("stop_process", pid=4242)),
    )

    said = consulted(about((hog,), 0.95, 0.5)).verdict

    [item] = [one for one in said.items if one.item == hog.id]
    assert item.contested
    assert [one.stance for one in item.against] == [Stance.OPPOSES]
    assert {one.remedy: one.contested for one in said.recommendations if hog.id in one.items} == {
        "lower_priority": False,
        "stop_process": True,
    }


def test_hostile_names_pass_through_unchanged_and_break_nothing() -> None:
    hostile = finding(culprit=process_entity("{name}\x1b[31m%s {0}", 4242), victims=())

    said = consulted(about((hostile,), 0.95, 0.5)).verdict

    assert dict(said.headline.values)["name"] == "{name}\x1b[31m%s {0}"
    assert verdict(said)["headline"].endswith("({name}\x1b[31m%s {0}, pid 4242)")

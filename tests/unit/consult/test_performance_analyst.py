"""The performance analyst: second signals, mere use, and the way from symptom to cause."""

from hexascope.consult.specialists.performance_analyst import LONG_WAIT, MUCH_IDLE, rules
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from tests.support.cases import case, fact
from tests.support.panel import NO_PRICES, finding, process_entity


def pressure(share: float, resource: str = "cpu") -> Evidence:
    return fact("pressure.some_share", share, resource=resource)


def busy(share: float) -> Evidence:
    return fact("cpu.utilization", share, cpu="all")


def said(about: Case) -> list[Opinion]:
    return list(rules(about, NO_PRICES))


def opinion_on(one: Finding, *facts: Evidence, goals: Goals | None = None) -> Opinion:
    [opinion] = said(case(*facts, findings=(one,), goals=goals))
    assert opinion.item == one.id
    assert opinion.because
    assert abs(opinion.severity - one.severity) <= 1
    return opinion


def test_a_wait_for_the_same_resource_bears_a_finding_out() -> None:
    one = finding(culprit=process_entity())

    opinion = opinion_on(one, pressure(LONG_WAIT))

    assert opinion.stance is Stance.AGREES
    assert opinion.confidence == one.confidence + 5
    assert "pressure.some_share{resource=cpu}" in opinion.because


def test_a_wait_for_another_resource_proves_nothing() -> None:
    one = finding("disk_latency", resource=Resource.DISK, aspect=Aspect.LATENCY)

    opinion = opinion_on(one, pressure(0.9, "cpu"))

    assert opinion.confidence < one.confidence
    assert opinion.severity == one.severity - 1


def test_idle_cpus_oppose_a_host_wide_lack_of_cpu() -> None:
    one = finding(culprit=None)

    opinion = opinion_on(one, pressure(0.8), busy(MUCH_IDLE - 0.01))

    assert opinion.stance is Stance.OPPOSES
    assert "cpu.utilization{cpu=all}" in opinion.because


def test_busy_cpus_do_not() -> None:
    assert opinion_on(finding(), pressure(0.8), busy(MUCH_IDLE)).stance is Stance.AGREES


def test_use_for_which_nobody_waits_is_no_bottleneck() -> None:
    one = finding(aspect=Aspect.UTILIZATION, harm=Harm.BUSY)

    assert opinion_on(one, pressure(LONG_WAIT - 0.01)).stance is Stance.OPPOSES
    assert opinion_on(one, pressure(LONG_WAIT)).stance is Stance.AGREES


def test_a_stated_goal_makes_mere_use_count() -> None:
    one = finding(aspect=Aspect.UTILIZATION, harm=Harm.BUSY)

    opinion = opinion_on(one, pressure(0.0), goals=Goals(cpu_utilization=0.7))

    assert opinion.stance is Stance.AGREES


def test_an_error_needs_no_second_signal() -> None:
    one = finding("io_errors", resource=Resource.DISK, aspect=Aspect.ERRORS)

    assert opinion_on(one).severity == one.severity


def test_shown_victims_are_harm() -> None:
    one = finding(victims=(process_entity("victim", 7),))

    opinion = opinion_on(one)

    assert opinion.advice.numbers() == {"count": 1.0}
    assert opinion.confidence > one.confidence


def test_a_symptom_points_to_its_cause() -> None:
    cause = finding("cgroup_throttling", evidence=(fact("cpu.runnable", 3.0),))
    symptom = finding(explained_by=(cause.id,))

    by_item = {one.item: one for one in said(case(findings=(cause, symptom)))}

    assert dict(by_item[symptom.id].advice.values)["cause"] == cause.title
    assert "cpu.runnable" in by_item[symptom.id].because


def test_what_is_over_what_is_information_and_what_is_security_is_left_to_others() -> None:
    others = (
        finding("a", when=When.PAST),
        finding("b", severity=Severity.INFO),
        finding("c", resource=Resource.SECURITY, aspect=Aspect.SECURITY),
        finding("d", aspect=Aspect.COST),
    )

    assert said(case(pressure(0.9), findings=others)) == []

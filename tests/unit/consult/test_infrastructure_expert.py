"""The infrastructure expert: limits against the machine behind them, and what fails next."""

import pytest

from hexascope.consult.specialists.infrastructure_expert import HAS_ROOM, IS_FULL, rules
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.use import Aspect, Resource
from tests.support.cases import case, fact
from tests.support.panel import NO_PRICES, finding, group_entity, process_entity


def busy(share: float) -> Evidence:
    return fact("cpu.utilization", share, cpu="all")


def opinions(one: Finding, *facts: Evidence) -> list[Opinion]:
    return list(rules(case(*facts, findings=(one,)), NO_PRICES))


def test_a_group_at_its_limit_on_a_machine_with_room_needs_no_larger_machine() -> None:
    throttled = finding("cgroup_throttling", culprit=group_entity())

    [one] = opinions(throttled, busy(HAS_ROOM))

    assert one.stance is Stance.AGREES
    assert one.advice.numbers() == {"use": HAS_ROOM}


def test_a_higher_limit_on_a_full_machine_takes_from_the_others() -> None:
    throttled = finding("cgroup_throttling", culprit=group_entity())

    [one] = opinions(throttled, busy(IS_FULL))

    assert one.stance is Stance.OPPOSES
    assert "cpu.utilization{cpu=all}" in one.because


def test_between_room_and_full_there_is_no_opinion() -> None:
    throttled = finding("cgroup_throttling", culprit=group_entity())

    assert opinions(throttled, busy((HAS_ROOM + IS_FULL) / 2)) == []
    assert opinions(throttled) == []


def test_a_full_machine_with_a_culprit_is_no_reason_for_more_cpus() -> None:
    [one] = opinions(finding(culprit=process_entity("hog")), busy(0.97))

    assert dict(one.advice.values)["name"] == "hog"


def test_a_full_machine_without_a_culprit_has_too_much_work() -> None:
    [one] = opinions(finding(), busy(0.97))

    assert "outgrown" in one.advice.template


def test_a_leak_reaches_any_limit_and_a_small_limit_wants_to_be_kept() -> None:
    leak = finding(
        "descriptors_full",
        resource=Resource.DESCRIPTORS,
        aspect=Aspect.UTILIZATION,
        evidence=(fact("process.descriptor_growth", 5.0, pid="7"),),
    )
    small = finding("descriptors_full", resource=Resource.DESCRIPTORS, aspect=Aspect.UTILIZATION)

    assert "leak" in opinions(leak)[0].advice.template
    assert "restart" in opinions(small)[0].advice.template


@pytest.mark.parametrize(
    ("resource", "aspect", "words"),
    [
        (Resource.DISK, Aspect.ERRORS, "backup"),
        (Resource.FILESYSTEM, Aspect.UTILIZATION, "shared"),
    ],
)
def test_what_fails_next_is_said(resource: Resource, aspect: Aspect, words: str) -> None:
    [one] = opinions(finding("x", resource=resource, aspect=aspect))

    assert words in one.advice.template


def test_a_lost_link_is_no_matter_of_settings() -> None:
    link = process_entity("eth0", 0)
    lost = finding(
        "interface_down",
        resource=Resource.NETWORK,
        aspect=Aspect.ERRORS,
        culprit=type(link)(kind=EntityKind.INTERFACE, name="eth0"),
    )

    assert "both ends" in opinions(lost)[0].advice.template


def test_symptoms_and_other_fields_are_left_alone() -> None:
    assert opinions(finding(explained_by=("x",)), busy(0.97)) == []
    assert opinions(finding(resource=Resource.PROCESS, aspect=Aspect.ERRORS), busy(0.97)) == []

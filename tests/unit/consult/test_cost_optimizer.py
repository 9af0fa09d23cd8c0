"""The cost optimizer: no purchase in vain, what a remedy gives back, idle machines."""

from dataclasses import replace

import pytest

from hexascope.consult.contract import Prices
from hexascope.consult.specialists.cost_optimizer import LITTLE_CPU, LITTLE_MEMORY, rules
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.remedy import proposal
from hexascope.domain.use import Aspect, Resource, Severity
from tests.support.cases import HOST, case, fact
from tests.support.panel import NO_PRICES, finding, process_entity

ADD, STOP = proposal("add_cpus"), proposal("stop_process", pid=7)
CPU = fact("process.cpu_share", 1.0, pid="7")


def opinions(
    *findings: Finding,
    facts: tuple[Evidence, ...] = (),
    machine: str = "",
    prices: Prices = NO_PRICES,
) -> list[Opinion]:
    host = replace(HOST, instance_type=machine)
    return list(rules(case(*facts, findings=findings, host=host), prices))


def idle(
    cpu: float = LITTLE_CPU - 0.01, memory: float = LITTLE_MEMORY - 0.01
) -> tuple[Evidence, ...]:
    return (fact("cpu.utilization", cpu, cpu="all"), fact("memory.utilization", memory))


def test_nothing_is_bought_for_one_who_stands_out() -> None:
    one = finding(culprit=process_entity("hog", 7), proposals=(STOP, ADD))

    [against] = opinions(one)

    assert against.stance is Stance.OPPOSES
    assert against.proposals == (ADD,)
    assert dict(against.advice.values)["name"] == "hog"


def test_a_host_without_a_culprit_may_be_enlarged() -> None:
    assert opinions(finding(proposals=(ADD,))) == []


def test_a_remedy_gives_back_what_the_culprit_uses() -> None:
    one = finding(culprit=process_entity("hog", 7), proposals=(STOP,), evidence=(CPU,))

    [said] = opinions(one)

    assert said.advice.numbers() == {"cpus": 1.0, "every": 2.0}
    assert said.proposals == (STOP,)


def test_what_is_given_back_has_a_price_where_the_machine_has_one() -> None:
    one = finding(culprit=process_entity("hog", 7), proposals=(STOP,), evidence=(CPU,))

    [said] = opinions(one, machine="m5.large")

    assert said.advice.numbers()["dollars"] == pytest.approx(0.096 * 730 / 2)
    assert dict(said.advice.values)["date"] == "2025-01"


def test_the_users_own_price_is_used_and_named() -> None:
    one = finding(culprit=process_entity("hog", 7), proposals=(STOP,), evidence=(CPU,))

    [said] = opinions(one, machine="our.rack", prices={"our.rack": 1.0})

    assert said.advice.numbers()["dollars"] == pytest.approx(365.0)
    assert dict(said.advice.values)["date"] == "[prices]"


def test_a_leak_gives_back_memory() -> None:
    leak = finding(
        "memory_leak",
        resource=Resource.MEMORY,
        aspect=Aspect.CAPACITY,
        proposals=(proposal("find_leak", pid=7),),
        evidence=(fact("process.rss", 2.0**30, pid="7"),),
    )

    [said] = opinions(leak)

    assert said.advice.numbers() == {"size": 2.0**30}


def test_a_change_of_settings_is_compared_with_the_next_larger_machine() -> None:
    one = finding(proposals=(proposal("raise_cpu_quota", cgroup="/web", cpus=2),))

    [said] = opinions(one, machine="m5.large")

    assert said.advice.numbers() == {"more": pytest.approx((0.192 - 0.096) * 730)}
    assert dict(said.advice.values)["name"] == "m5.xlarge"


def test_without_a_price_there_is_no_word_on_prices() -> None:
    one = finding(proposals=(proposal("raise_cpu_quota", cgroup="/web", cpus=2),))

    assert opinions(one) == []


def test_an_idle_machine_with_a_price_could_be_smaller_and_a_glance_is_not_sure() -> None:
    [said] = opinions(facts=idle(), machine="m5.xlarge")

    assert said.item == "idle_capacity"
    assert said.severity is Severity.INFO
    assert said.confidence <= 50
    assert said.advice.numbers()["less"] == pytest.approx((0.192 - 0.096) * 730)
    assert said.proposals == (proposal("rightsize_host"),)


@pytest.mark.parametrize(
    ("facts", "machine"),
    [
        (idle(cpu=LITTLE_CPU), "m5.xlarge"),
        (idle(memory=LITTLE_MEMORY), "m5.xlarge"),
        (idle(), "m5.large"),  # the smallest of its kind
        (idle(), ""),
        (idle()[:1], "m5.xlarge"),
    ],
)
def test_a_used_smallest_or_unpriced_machine_is_left_alone(
    facts: tuple[Evidence, ...], machine: str
) -> None:
    assert opinions(facts=facts, machine=machine) == []


def test_a_finding_on_idle_capacity_gets_the_opinion() -> None:
    named = finding(
        "idle_capacity", severity=Severity.INFO, proposals=(proposal("rightsize_host"),)
    )

    [said] = opinions(named, facts=idle(), machine="m5.xlarge")

    assert said.item == named.id

"""The plan: each step once, in the order of the findings, contested where somebody objects."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hexascope.act.contract import filled
from hexascope.act.remedies.lower_priority import lower_priority
from hexascope.act.remedies.raise_cpu_quota import raise_cpu_quota
from hexascope.act.remedies.rightsize_cpu import rightsize_cpu
from hexascope.act.remedies.stop_process import stop_process
from hexascope.consult.plan import MOST_STEPS, plan
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Remedy, proposal
from hexascope.domain.rows import Cgroup
from hexascope.domain.text import text
from hexascope.domain.use import Severity, When
from hexascope.domain.verdict import Item, Recommendation
from tests.support.cases import case, fact
from tests.support.panel import finding, keys, opinion, process_entity

CATALOGUE: Mapping[str, Remedy] = {
    one.name: one for one in (lower_priority, raise_cpu_quota, rightsize_cpu, stop_process)
}
STOP = proposal("stop_process", pid=4242)
LOWER = proposal("lower_priority", pid=4242)


def planned(
    *findings: Finding,
    opinions: Iterable[Opinion] = (),
    items: Iterable[Item] = (),
    version: int | None = None,
) -> tuple[Recommendation, ...]:
    rows = [] if version is None else [Cgroup(path="/web", version=version)]
    return plan(case(*rows, findings=findings), opinions, items, CATALOGUE, filled)


def contested(one: Finding, *against: Opinion) -> Item:
    return Item(
        item=one.id,
        severity=one.severity,
        agreement=50.0,
        contested=True,
        single=False,
        for_=(opinion(item=one.id),),
        against=against,
    )


def test_steps_follow_the_findings_and_have_a_clear_priority() -> None:
    first = finding("a", proposals=(LOWER,))
    second = finding("b", proposals=(STOP,))

    steps = planned(first, second)

    assert [(one.priority, one.remedy) for one in steps] == [
        (1, "lower_priority"),
        (2, "stop_process"),
    ]
    assert steps[1].change[0].words == ("kill", "-s", "TERM", "4242")


def test_a_step_that_two_findings_propose_is_there_once_and_names_both() -> None:
    other = fact("cpu.runnable", 9.0)
    first, second = (
        finding("a", proposals=(STOP,)),
        finding("b", proposals=(STOP,), evidence=(other,)),
    )

    [step] = planned(first, second)

    assert step.items == (first.id, second.id)
    assert step.because == keys(*first.evidence, other)


def test_a_finding_without_a_usable_remedy_gives_its_own_advice() -> None:
    unknown = finding("a", proposals=(proposal("pray"),))
    refused = finding("b", proposals=(proposal("stop_process", pid="4242; reboot"),))
    none = finding("c")

    steps = planned(unknown, refused, none)

    assert [one.remedy for one in steps] == ["", "", ""]
    assert [one.title for one in steps] == [
        unknown.recommendation,
        refused.recommendation,
        none.recommendation,
    ]
    assert all(one.change == () for one in steps)


def test_information_and_symptoms_give_no_step_of_their_own() -> None:
    note = finding("a", severity=Severity.INFO)
    symptom = finding("b", explained_by=("x",))

    assert planned(note, symptom) == ()


def test_information_that_proposes_a_remedy_gives_a_step() -> None:
    [step] = planned(finding("a", severity=Severity.INFO, proposals=(LOWER,)))

    assert step.remedy == "lower_priority"


def test_an_opinion_may_propose_and_one_against_may_not() -> None:
    agrees = opinion(item="own", proposals=(LOWER,))
    opposes = opinion(item="own", proposals=(STOP,), stance=Stance.OPPOSES)

    [step] = planned(opinions=[agrees, opposes])

    assert (step.remedy, step.items) == ("lower_priority", ("own",))


def test_the_cost_optimizer_alone_says_what_a_step_gives_back() -> None:
    one = finding(proposals=(STOP,))
    gain = text("This gives back a CPU.")
    opinions = [
        opinion(Role.COST_OPTIMIZER, item=one.id, proposals=(STOP,), advice=gain),
        opinion(Role.SECURITY_ANALYST, item=one.id, proposals=(STOP,)),
    ]

    [step] = planned(one, opinions=opinions)

    assert step.return_text == gain


def test_an_objection_to_one_proposal_leaves_the_others_uncontested() -> None:
    one = finding(proposals=(LOWER, STOP))
    against = opinion(Role.SECURITY_ANALYST, item=one.id, stance=Stance.OPPOSES, proposals=(STOP,))

    steps = planned(one, items=[contested(one, against)])

    assert [(step.remedy, step.contested) for step in steps] == [
        ("lower_priority", False),
        ("stop_process", True),
    ]


def test_a_step_that_somebody_objects_to_by_name_is_contested_whatever_the_vote() -> None:
    one = finding(proposals=(LOWER, STOP))
    against = opinion(Role.COST_OPTIMIZER, item=one.id, stance=Stance.OPPOSES, proposals=(STOP,))

    steps = planned(one, opinions=[against])

    assert [step.contested for step in steps] == [False, True]


def test_an_objection_to_the_finding_contests_all_its_steps() -> None:
    one = finding(proposals=(LOWER, STOP))

    for said in ((opinion(item=one.id, stance=Stance.OPPOSES),), ()):
        assert all(step.contested for step in planned(one, items=[contested(one, *said)]))


def test_a_step_that_does_the_contrary_of_an_earlier_one_is_contested() -> None:
    tight = finding("a", proposals=(proposal("raise_cpu_quota", cgroup="/web", cpus=2),))
    wide = finding("b", proposals=(proposal("rightsize_cpu", cgroup="/web"),))
    other = finding("c", proposals=(proposal("rightsize_cpu", cgroup="/batch"),))

    steps = planned(tight, wide, other)

    assert [one.contested for one in steps] == [False, True, False]


def test_commands_fit_the_version_of_control_groups() -> None:
    one = finding(proposals=(proposal("raise_cpu_quota", cgroup="/web", cpus=2),))

    [first] = planned(one, version=1)
    [second] = planned(one, version=2)
    [unknown] = planned(one)

    assert [command.words[1] for command in first.change] == [
        "/sys/fs/cgroup/cpu/web/cpu.cfs_quota_us"
    ]
    assert [command.words[1] for command in second.change] == ["/sys/fs/cgroup/web/cpu.max"]
    assert len(unknown.change) == 2


def test_a_plan_has_an_end() -> None:
    many = (
        finding(f"check{number}", culprit=process_entity(pid=number)) for number in range(2, 90)
    )

    assert len(planned(*many)) == MOST_STEPS


def test_what_is_over_and_the_symptom_of_another_finding_give_no_step() -> None:
    past = replace(finding("a", proposals=(STOP,)), when=When.PAST)
    symptom = replace(finding("b", proposals=(LOWER,)), explained_by=("c" * 16,))

    assert planned(past, symptom) == ()

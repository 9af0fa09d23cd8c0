"""The security analyst: intrusions, open doors, and changes that endanger what must not stop."""

import pytest

from hexascope.consult.specialists.security_analyst import rules
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.use import Aspect, Resource, Severity
from tests.support.cases import case, fact, process, use
from tests.support.panel import NO_PRICES, finding, process_entity


def program(name: str, pid: int = 4242) -> ProcessUse:
    return use(process(pid=pid, comm=name))


def opinions(*findings: Finding, facts: tuple[object, ...] = ()) -> list[Opinion]:
    return list(rules(case(*facts, findings=findings), NO_PRICES))


def intrusion(pid: int = 4242) -> Finding:
    return finding(
        "deleted_executable",
        resource=Resource.SECURITY,
        aspect=Aspect.SECURITY,
        culprit=process_entity("miner", pid),
        evidence=(fact("program.file", "gone", path="/tmp/x", pid=str(pid)),),
        proposals=(proposal("investigate_intrusion", pid=pid),),
    )


@pytest.mark.parametrize(
    "name", ["sshd", "postgres", "mysqld", "redis-server", "containerd-shim", "systemd-logind"]
)
def test_stopping_what_others_need_is_opposed(name: str) -> None:
    one = finding(proposals=(proposal("stop_process", pid=4242),))

    [against] = opinions(one, facts=(program(name),))

    assert against.stance is Stance.OPPOSES
    assert against.severity == one.severity + 1
    assert against.proposals == one.proposals


def test_an_ordinary_program_may_be_stopped() -> None:
    one = finding(proposals=(proposal("stop_process", pid=4242),))

    assert opinions(one, facts=(program("worker"),)) == []


def test_a_harmless_change_to_a_database_is_not_opposed() -> None:
    one = finding(proposals=(proposal("raise_descriptors", pid=4242),))

    assert opinions(one, facts=(program("postgres"),)) == []


@pytest.mark.parametrize(
    "asked",
    [
        proposal("stop_process", pid=1),
        proposal("limit_memory", cgroup="/system.slice/sshd.service", bytes=2**30),
        proposal("limit_cpu", cgroup="/system.slice/ssh.service"),
        proposal("limit_cpu", cgroup="/system.slice"),
        proposal("restart_unit", unit="systemd-journald.service"),
        proposal("restart_unit", unit="redis.service"),
    ],
)
def test_the_first_process_and_the_way_in_are_known_by_pid_group_and_unit(asked: Proposal) -> None:
    [against] = opinions(finding(proposals=(asked,)))

    assert against.stance is Stance.OPPOSES


def test_the_severity_of_an_objection_ends_at_critical() -> None:
    one = finding(severity=Severity.CRITICAL, proposals=(proposal("stop_process", pid=1),))

    assert opinions(one)[0].severity is Severity.CRITICAL


def test_an_intrusion_is_an_incident() -> None:
    [one] = opinions(intrusion())

    assert one.stance is Stance.AGREES
    assert "copy" in one.advice.template


def test_nothing_that_erases_an_intruders_traces_is_done_before_a_copy_is_kept() -> None:
    hog = finding(proposals=(proposal("stop_process", pid=4242),))

    by_item = {one.item: one for one in opinions(intrusion(), hog, facts=(program("miner"),))}

    assert by_item[hog.id].stance is Stance.OPPOSES
    assert any(key.startswith("program.file") for key in by_item[hog.id].because)


@pytest.mark.parametrize(("port", "spoken"), [("6379", 1), ("443", 0), ("22", 0)])
def test_an_open_door_without_a_password_is_named(port: str, spoken: int) -> None:
    listener = finding(
        "open_listeners",
        resource=Resource.SECURITY,
        aspect=Aspect.SECURITY,
        severity=Severity.INFO,
        standing=True,
        evidence=(
            Evidence(
                family="socket.listener",
                labels=(("port", port),),
                value="0.0.0.0",
                unit=fact("cpu.runnable", 1.0).unit,
                source="test",
            ),
        ),
    )

    said = opinions(listener)

    assert len(said) == spoken
    assert all(one.severity is Severity.LOW for one in said)


def test_mitigations_are_weighed_by_the_switches_that_they_would_slow_down() -> None:
    facts = (fact("hardware.vulnerable_count", 2.0), fact("cpu.switch_rate_per_cpu", 20_000.0))

    [one] = opinions(facts=facts)

    assert one.advice.numbers() == {"count": 2.0, "rate": 20_000.0, "share": pytest.approx(0.02)}
    assert one.because == ("hardware.vulnerable_count", "cpu.switch_rate_per_cpu")
    assert one.severity is Severity.INFO


def test_a_sound_processor_is_not_spoken_of() -> None:
    assert opinions(facts=(fact("hardware.vulnerable_count", 0.0),)) == []


def test_a_finding_that_names_the_weaknesses_gets_the_opinion() -> None:
    weak = fact("hardware.vulnerable_count", 1.0)
    named = finding("mitigations", severity=Severity.INFO, evidence=(weak,))

    [one] = opinions(named, facts=(weak,))

    assert one.item == named.id


def test_others_fields_are_left_alone() -> None:
    assert opinions(finding(), finding("disk_latency", resource=Resource.DISK)) == []

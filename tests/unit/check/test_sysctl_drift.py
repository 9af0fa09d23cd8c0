from dataclasses import replace

from hexascope.check.checks.sysctl_drift import sysctl_drift
from hexascope.domain.use import Severity
from hexascope.words import render
from tests.support.cases import HOST, case, fact, findings

FILE = "/etc/sysctl.d/50-x.conf"
COUNT = fact("sysctl.drift_count", 1)
WANTED = fact("sysctl.wanted", "10", file=FILE, name="vm.swappiness")
RUNNING = fact("sysctl.running", "60", name="vm.swappiness")


def test_a_setting_that_differs_from_its_file_is_information() -> None:
    (found,) = findings(sysctl_drift, case(COUNT, WANTED, RUNNING))

    assert found.severity is Severity.INFO
    assert found.own_severity is Severity.LOW
    assert render(found.title) == "vm.swappiness is 60, and its file says 10"
    assert FILE in render(found.description)
    assert found.culprit is not None
    assert found.culprit.name == "vm.swappiness"
    assert found.evidence == (RUNNING, WANTED)


def test_settings_that_run_as_they_should_give_nothing() -> None:
    assert findings(sysctl_drift, case(COUNT, WANTED)) == []


def test_in_a_container_the_files_of_the_image_say_nothing_of_the_kernel() -> None:
    inside = replace(HOST, container="docker")

    assert findings(sysctl_drift, case(COUNT, WANTED, RUNNING, host=inside)) == []


def test_a_running_value_without_a_file_is_passed_over() -> None:
    assert findings(sysctl_drift, case(COUNT, RUNNING)) == []

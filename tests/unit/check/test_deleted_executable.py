import pytest

from hexascope.check.checks.deleted_executable import deleted_executable
from hexascope.domain.case import Case
from hexascope.domain.rows import Socket
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(path: str, fate: str = "gone", cpu: float = 0.0, *more: object) -> Case:
    return case(
        fact("program.deleted_count", 1.0),
        fact("program.file", fate, path=path, pid="4242"),
        use(process(comm="kworker"), cpu_share=cpu),
        *more,
    )


@pytest.mark.parametrize("path", ["/tmp/x", "/dev/shm/.x", "/home/me/x", "/srv/app/x"])
def test_a_busy_program_without_its_file_is_a_sign_of_intrusion(path: str) -> None:
    [finding] = findings(deleted_executable, host(path, cpu=0.9))

    assert finding.severity is Severity.HIGH
    assert finding.harm is Harm.FAILING
    assert finding.culprit is not None
    assert finding.culprit.pid == 4242


def test_one_that_listens_is_as_bad_as_a_busy_one() -> None:
    socket = Socket("net", "tcp", "0.0.0.0:1", "0.0.0.0:0", "LISTEN", 0, 0, 9, 0, owner_pid=4242)

    [finding] = findings(deleted_executable, host("/tmp/x", "gone", 0.0, socket))

    assert finding.severity is Severity.HIGH


def test_an_idle_one_from_a_folder_of_everybody_is_medium() -> None:
    [finding] = findings(deleted_executable, host("/var/tmp/x"))

    assert finding.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    ("path", "fate"),
    [
        ("/usr/sbin/sshd", "replaced"),
        ("/usr/lib/postgresql/15/bin/postgres", "gone"),
        ("/tmp/build/app", "replaced"),
        ("/memfd:runc_cloned:/proc/self/exe", "memory"),
        ("/app/server", "unseen"),
    ],
)
def test_upgrades_runtimes_and_container_layers_are_healthy(path: str, fate: str) -> None:
    assert findings(deleted_executable, host(path, fate)) == []


def test_an_upgraded_program_may_be_busy() -> None:
    assert findings(deleted_executable, host("/usr/bin/server", "replaced", 1.0)) == []


def test_a_program_from_memory_under_no_known_name_is_told() -> None:
    [finding] = findings(deleted_executable, host("/memfd:x", "memory", 1.0))

    assert finding.severity is Severity.HIGH


def test_an_idle_program_from_memory_may_be_a_sandbox_and_is_information() -> None:
    [finding] = findings(deleted_executable, host("/memfd:sealed", "memory", 0.2))

    assert finding.severity is Severity.INFO


def test_an_idle_program_from_a_place_of_its_own_is_low() -> None:
    [finding] = findings(deleted_executable, host("/home/me/x"))

    assert finding.severity is Severity.LOW


def test_on_a_full_host_a_busy_program_waits_for_what_it_does_not_get() -> None:
    about = case(
        fact("program.deleted_count", 1.0),
        fact("program.file", "memory", path="/memfd:x", pid="4242"),
        use(process(comm="x"), cpu_share=0.3, run_delay_share=0.6),
    )

    [finding] = findings(deleted_executable, about)

    assert finding.severity is Severity.HIGH

from hexascope.check.checks.frozen_filesystem import frozen_filesystem
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount, opened


def host(
    channel: str = "percpu_rwsem_wait",
    states: str = "DDD",
    *,
    number: str = "7:0",
    grown: int = 0,
    seconds: float = 5.0,
) -> Case:
    now = process(pid=7, comm="logger", wait_channel=channel)
    return case(
        fact("process.count", 1),
        use(now, states=states, written_chars_per_s=1e6),
        first=[now, opened(7, device_number=number)],
        last=[mount(), opened(7, device_number=number, size_bytes=grown)],
        seconds=seconds,
    )


def found(about: Case) -> list[Finding]:
    return findings(frozen_filesystem, about)


def test_a_writer_that_stands_where_a_freeze_holds_it_names_the_mount() -> None:
    [finding] = found(host())

    assert finding.culprit is not None
    assert finding.culprit.path == "/data"
    assert finding.harm is Harm.WAITING
    assert [one.name for one in finding.victims] == ["logger"]


def test_other_waits_and_moments_are_fine() -> None:
    assert found(host("io_schedule")) == []
    assert found(host(states="DSD")) == []
    assert found(host(seconds=1.0)) == []


def test_who_has_no_file_open_there_waits_for_another_lock() -> None:
    assert found(host(number="9:9")) == []


def test_a_filesystem_on_which_a_file_grew_is_not_frozen() -> None:
    assert found(host(grown=5000)) == []

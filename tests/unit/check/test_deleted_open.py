import pytest

from hexascope.check.checks.deleted_open import deleted_open
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import OpenFile
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount, opened

MIB = 2**20


def gone(pid: int, size: int, path: str = "/data/old.log", descriptor: int = 3) -> OpenFile:
    return opened(pid, path, allocated_bytes=size, deleted=True, descriptor=descriptor)


def host(used: float, *files: OpenFile, kind: str = "ext4", left: int = 2**29) -> Case:
    return case(
        fact("file.count", len(files)),
        fact("filesystem.used_share", used, mount="/data"),
        use(process(pid=7, comm="logger")),
        use(process(pid=8, comm="other")),
        last=[mount(kind=kind, available_bytes=left), *files],
    )


def found(about: Case) -> list[Finding]:
    return findings(deleted_open, about)


def test_who_holds_most_deleted_space_is_the_culprit() -> None:
    [finding] = found(host(0.9, gone(7, 300 * MIB), gone(8, 100 * MIB, "/data/b")))

    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.share) == ("logger", 0.75)
    assert (finding.severity, finding.harm) == (Severity.MEDIUM, Harm.WASTE)


def test_on_a_full_filesystem_it_is_what_is_missing() -> None:
    [finding] = found(host(0.99, gone(7, 300 * MIB), left=10 * MIB))
    [roomy] = found(host(0.99, gone(7, 300 * MIB), left=200_000_000))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)
    assert (roomy.severity, roomy.harm) == (Severity.MEDIUM, Harm.WASTE)


def test_a_file_with_several_descriptors_counts_once() -> None:
    [finding] = found(host(0.9, *(gone(7, 300 * MIB, descriptor=n) for n in range(3, 9))))

    assert finding.title.numbers() == {"total": 300.0 * MIB}


@pytest.mark.parametrize(
    "about",
    [
        host(0.79, gone(7, 300 * MIB)),
        host(0.9, gone(7, 20 * MIB)),
        host(0.9, gone(7, 100 * MIB)),
        host(0.9, opened(7, allocated_bytes=900 * MIB)),
        host(0.9, gone(7, 900 * MIB), kind="tmpfs"),
    ],
)
def test_room_small_files_living_ones_and_memory_are_fine(about: Case) -> None:
    assert found(about) == []


def test_half_of_the_filesystem_matters_whatever_is_left() -> None:
    [finding] = found(host(0.6, gone(7, 512 * MIB)))

    assert finding.threshold == 0.5
    assert found(host(0.6, gone(7, 511 * MIB))) == []


def test_of_others_is_spoken_only_where_there_are_others() -> None:
    [one] = found(host(0.9, gone(7, 300 * MIB)))
    [two] = found(host(0.9, gone(7, 200 * MIB), gone(7, 150 * MIB, "/data/b", descriptor=4)))

    assert "others" not in one.description.template
    assert "others" in two.description.template


def test_a_volume_whose_files_are_numbered_otherwise_is_known_by_its_path() -> None:
    volume = mount(kind="btrfs", device_number="0:40")
    about = case(
        fact("file.count", 1),
        fact("filesystem.used_share", 0.9, mount="/data"),
        use(process(pid=7, comm="logger")),
        last=[volume, gone(7, 300 * MIB)._replace(device_number="0:41")],
    )

    assert len(found(about)) == 1

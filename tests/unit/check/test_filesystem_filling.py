from dataclasses import replace

import pytest

from hexascope.check.checks.filesystem_filling import filesystem_filling
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Cgroup
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount, opened


def held_group(written: int) -> Cgroup:
    limits = (("7:0", "wbps", float(2**20)),)
    return Cgroup("/held", 1, io_limits=limits, io_bytes=(("7:0", 0, written, 0, 0),), processes=1)


def host(
    time: float,
    *,
    used: float = 0.1,
    rate: float = 5e6,
    steady: float = 1.0,
    files: bool = True,
    position: int = 25_001_000,
    cgroup: str = "/",
) -> Case:
    writer = use(process(pid=7, comm="logger", cgroup=cgroup), written_chars_per_s=6e6)
    before = [opened(7, size_bytes=1000), opened(8, "/data/idle", size_bytes=9**9)]
    after = [
        opened(7, size_bytes=25_001_000, position=position),
        opened(8, "/data/idle", size_bytes=9**9),
    ]
    return case(
        fact("filesystem.used_share", used, mount="/data"),
        fact("filesystem.time_to_full", time, mount="/data"),
        replace(fact("filesystem.fill_rate", rate, mount="/data"), window_s=5.0),
        fact("filesystem.steady_share", steady, mount="/data"),
        writer,
        use(process(pid=8, comm="idler")),
        fact("cgroup.count", 1),
        first=[held_group(0), *(before if files else [])],
        last=[mount(), held_group(5 * 2**20), *(after if files else [])],
    )


def found(about: Case) -> list[Finding]:
    return findings(filesystem_filling, about)


def test_a_volume_that_is_full_within_minutes_is_critical_and_names_writer_and_file() -> None:
    [finding] = found(host(60))

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.share) == ("logger", 1.0)
    assert dict(finding.description.values)["path"] == "/data/service.log"
    assert [one.path for one in finding.victims] == ["/data"]


def test_without_a_writer_that_is_seen_the_mount_is_named() -> None:
    [finding] = found(host(60, files=False))

    assert finding.culprit is not None
    assert finding.culprit.kind is EntityKind.MOUNT


def test_an_hour_is_a_warning_where_much_is_used_already() -> None:
    [finding] = found(host(3600, used=0.8))

    assert finding.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "about",
    [
        host(301),
        host(3601, used=0.9),
        host(60, rate=90_000),
        host(60, rate=200_000),
        host(60, steady=0.4),
    ],
)
def test_half_empty_volumes_slow_growth_and_bursts_are_fine(about: Case) -> None:
    assert found(about) == []


def test_a_file_that_was_opened_meanwhile_counts_by_what_its_process_wrote() -> None:
    about = host(60, files=False)
    seen = replace(
        about.window.last,
        tables={**about.window.last.tables, type(opened(7)): (opened(7, position=10**12),)},
    )

    [finding] = found(replace(about, window=replace(about.window, last=seen)))

    assert dict(finding.description.values)["growth"] == 6e6


def test_a_file_written_in_place_is_believed_to_grow_on_only_on_a_volume_in_use() -> None:
    assert found(host(60, position=0)) == []
    [finding] = found(host(60, position=0, used=0.8))

    assert finding.severity is Severity.CRITICAL


def test_a_writer_that_is_held_back_at_its_limit_fails_nobody_yet() -> None:
    [finding] = found(host(60, cgroup="/held/below"))

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.WASTE)


def test_a_small_file_that_grows_beside_the_flood_is_not_who_makes_it() -> None:
    [finding] = found(host(60, rate=25.1e6))
    [named] = found(host(60, rate=24.9e6))

    assert finding.culprit is not None
    assert finding.culprit.kind is EntityKind.MOUNT
    assert named.culprit is not None
    assert named.culprit.name == "logger"


def test_the_line_is_that_of_the_warning() -> None:
    [soon], [later] = found(host(300)), found(host(3600, used=0.8))

    assert (soon.threshold, later.threshold) == (300, 3600)
    assert found(host(3600, used=0.79)) == []

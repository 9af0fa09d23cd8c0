import os
from pathlib import Path

import pytest

from hexascope.collect.calls.cgroups import cgroup_folders
from hexascope.collect.calls.processes import descriptor_counts, newest_processes
from hexascope.collect.calls.units import systemd_units
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from hexascope.kit import clock, process
from tests.support.proc import stat_text


def proc(folder: Path, *texts: str, last: int) -> str:
    for text in texts:
        own = folder / text.split(" ", 1)[0]
        own.mkdir()
        (own / "stat").write_text(text)
    (folder / "loadavg").write_text(f"0.1 0.1 0.1 1/90 {last}\n")
    return str(folder)


def test_the_newest_are_those_below_the_last_process_id_given_and_young(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "since_boot", lambda: 1000.0)
    ticks = os.sysconf("SC_CLK_TCK")
    texts = [
        stat_text(5, "newest", start=int(999.9 * ticks)),
        stat_text(4, "new", start=int(999.5 * ticks)),
        stat_text(3, "old", start=10),
        stat_text(900, "oldest, before the ids began anew", start=5),
    ]

    found = newest_processes(proc(tmp_path, *texts, last=6))

    assert found == texts[:2]


def test_descriptors_and_user_are_told_by_the_folder_itself(tmp_path: Path) -> None:
    for pid in ("self", "7"):
        (tmp_path / pid / "fd").mkdir(parents=True)
        for number in range(3):
            (tmp_path / pid / "fd" / str(number)).touch()
    size = (tmp_path / "7" / "fd").stat().st_size

    # on a file system whose folders have no size they are listed, as before Linux 6.2
    assert descriptor_counts(str(tmp_path)) == {"7": [size or 3, os.getuid()]}


def test_only_control_groups_are_walked_through() -> None:
    assert cgroup_folders("/etc") == []
    assert cgroup_folders("/sys/fs/cgroup/../../etc") == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (process.ProcessTimeoutError("systemctl gave no answer in 2 s"), Status.UNREADABLE),
        (process.ProcessError("systemctl could not be started"), Status.NOT_PRESENT),
    ],
)
def test_a_systemctl_that_fails_is_a_reason(
    error: process.ProcessError, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_words: object, **_limits: object) -> process.Ended:
        raise error

    monkeypatch.setattr("hexascope.collect.calls.units.run", run)

    with pytest.raises(NotHere, match="systemctl") as caught:
        systemd_units()
    assert caught.value.status is status

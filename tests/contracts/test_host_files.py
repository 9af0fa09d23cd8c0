"""The contract of HostFiles: this host, texts, a recording, a kept one and a hiding one."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.bundle.write import BundleWriter, RecordedFiles
from hexascope.collect.contract import HostFiles, Json, Look, LookKind, NotHere, Plan
from hexascope.collect.hiding import Hidden, HidingFiles
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status
from tests.support.host import TextHost

Made = Callable[[Path], HostFiles]
MEMINFO = "MemTotal: 1 kB\nMemFree: 0 kB\n"
ME: dict[str, Json] = {"uid": 0, "name": "ação"}


def _tree(folder: Path) -> Path:
    (folder / "proc/7").mkdir(parents=True)
    (folder / "proc/meminfo").write_text(MEMINFO)
    (folder / "proc/7/comm").write_text("worker\n")
    (folder / "proc/7/exe").symlink_to("/usr/bin/worker")
    return folder


def _local(folder: Path) -> HostFiles:
    return LocalFiles(str(_tree(folder)), {"whoami": lambda: ME})


def _texts(_folder: Path) -> HostFiles:
    return TextHost(
        {"/proc/meminfo": MEMINFO, "/proc/7/comm": "worker\n"},
        links={"/proc/7/exe": "/usr/bin/worker"},
        calls={"whoami": dict(ME)},
    )


def _look(files: HostFiles) -> Look:
    return Look(kind=LookKind.FULL, number=0, at=10.0, time=1e9, files=files)


def _recorded(folder: Path) -> HostFiles:
    # a light look: a full one would leave a member of the zip open
    look = replace(_look(_local(folder)), kind=LookKind.LIGHT)
    writer = BundleWriter(io.BytesIO())
    writer.begin(look)
    return RecordedFiles(look.files, writer)


def _kept(folder: Path) -> HostFiles:
    target = folder / "kept.hxb"
    with target.open("wb") as stream:
        writer = BundleWriter(stream)
        look = _look(_local(folder / "root"))
        writer.begin(look)
        files = RecordedFiles(look.files, writer)
        files.read("/proc/meminfo"), files.read("/proc/7/comm"), files.read_part("/proc/7/comm", 3)
        files.names("/proc/7"), files.link("/proc/7/exe"), files.call("whoami")
        for ask in (files.read, files.names, files.link):
            with pytest.raises(NotHere):
                ask("/proc/absent")
        writer.close(HostFacts(id="h", name="web-1"), Plan(), {"uid": 0})
    return next(iter(KeptHost(target).looks(Plan()))).files


def _hiding(folder: Path) -> HostFiles:
    return HidingFiles(_local(folder), frozenset(Hidden), {})


@pytest.fixture(params=[_local, _texts, _recorded, _kept, _hiding], ids=lambda made: made.__name__)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> HostFiles:
    made: Made = request.param
    files = made(tmp_path)
    if isinstance(files, RecordedFiles):
        request.addfinalizer(files.writer.abandon)  # noqa: PT021 - one of five needs an end
    return files


def test_a_file_is_given_as_text(files: HostFiles) -> None:
    assert files.read("/proc/meminfo") == MEMINFO


def test_a_part_ends_at_a_line_and_says_that_it_is_not_all(files: HostFiles) -> None:
    part = files.read_part("/proc/meminfo", 20)

    assert part.text == "MemTotal: 1 kB\n"
    assert not part.whole


def test_a_folder_gives_its_names_and_a_link_its_target(files: HostFiles) -> None:
    assert sorted(files.names("/proc/7")) == ["comm", "exe"]
    assert files.link("/proc/7/exe") == "/usr/bin/worker"


def test_what_is_absent_says_so_with_a_reason(files: HostFiles) -> None:
    for ask in (files.read, files.names, files.link):
        with pytest.raises(NotHere) as absent:
            ask("/proc/absent")
        assert absent.value.status is Status.NOT_PRESENT
        assert "/proc/absent" in absent.value.reason


def test_a_call_gives_plain_values_and_an_unknown_one_is_not_here(files: HostFiles) -> None:
    assert files.call("whoami") == ME
    with pytest.raises(NotHere):
        files.call("no_such_call")

"""A host that answers nonsense: the whole line bears it, and says what it could not see.

Bad input and faults, and which test shows each:

    vanishing pids              here; tests/unit/collect/test_processes.py
    4 KB process names          here; tests/unit/report/test_hostile_names.py
    invalid UTF-8               here; tests/unit/collect/test_local.py
    control characters          here; tests/unit/report/test_hostile_names.py
    missing, truncated or
      nonsensical /proc         here
    hidepid                     here; tests/journeys/test_bad_hosts.py
    counters that run back      here; tests/unit/derive
    a clock that is stepped     here; tests/unit/check/test_clock_step.py
    a mount that never answers  tests/journeys/test_bad_hosts.py; tests/unit/collect/test_mounts.py
    a damaged bundle (cut, flipped, oversized, zip-bombed, foreign)
                                tests/unit/collect/test_bundle.py; here: one with strange times
    a full disk at the output   tests/journeys/test_bad_hosts.py, test_examine.py
    SIGINT                      tests/journeys/test_bad_hosts.py, test_examine.py
    parsers, fuzzed             here, all at once; each in tests/unit/collect
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexascope.collect.contract import Json, Look, NotHere, Part, Plan
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.use import Severity, Status
from hexascope.words import render
from tests.support.broken import DAMAGES, HOSTILE_NAMES, BrokenHost, Harm
from tests.support.kept import OWN_PID, MadeFiles, _over
from tests.support.line import Judged, Shortly, assert_reports_hold, judged, quiet


@cache
def asked() -> tuple[list[str], list[str]]:
    """Give every path and call that the collectors ask the quiet machine for."""
    host = BrokenHost(Shortly(quiet()), Harm())
    judged(host)
    return sorted(host.asked.paths), sorted(host.asked.calls)


SEED = st.integers(0, 2**32)


@st.composite
def harms(draw: st.DrawFn) -> Harm:
    """Choose some paths and calls, or very many, and what is done to each."""
    paths, calls = asked()
    most = draw(st.sampled_from((2, 20, len(paths))))
    hit = draw(st.lists(st.sampled_from(paths), max_size=most, unique=True))
    if most == len(paths):
        hit = [one for one in paths if one not in hit]
    kinds = draw(st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=8))
    seed = draw(SEED)
    return Harm(
        {path: (kinds[turn % len(kinds)], seed + turn) for turn, path in enumerate(hit)},
        draw(st.dictionaries(st.sampled_from(calls), SEED, max_size=3)),
    )


@settings(max_examples=40, deadline=None)
@given(harm=harms(), first_is_whole=st.booleans())
def test_no_choice_of_broken_files_breaks_the_line_or_a_report(
    harm: Harm, first_is_whole: bool
) -> None:
    host = BrokenHost(Shortly(quiet()), harm, first_is_whole=first_is_whole)

    assert_reports_hold(judged(host).examination)


def test_garbage_in_one_file_raises_no_alarm_and_hides_no_more_than_it_held() -> None:
    whole = measured(judged(Shortly(quiet())))
    kinds = ("gone", "binary", "words")

    of_others = re.compile(r"^/proc/(?!500/)\d+/(?!net)|^/sys/fs/cgroup/(?!.*api)")
    for turn, path in enumerate(one for one in asked()[0] if not of_others.match(one)):
        harm = Harm({path: (kinds[turn % len(kinds)], turn)})
        found = judged(BrokenHost(Shortly(quiet()), harm, first_is_whole=turn % 2 == 0))
        assert alarms(found) == [], (path, harm)
        assert measured(found) >= whole - 8, (path, harm)


def measured(found: Judged) -> int:
    return sum(cell.status is Status.MEASURED for cell in found.examination.coverage)


def alarms(found: Judged) -> list[str]:
    return [render(one.title) for one in found.examination.findings if one.severity > Severity.INFO]


class Vanishing:
    """The quiet machine, on which processes are listed and end after so many of their reads."""

    def __init__(self, pids: frozenset[int], reads: int, *, before: bool) -> None:
        self._pids = pids
        self._reads = reads
        self._before = before

    def looks(self, plan: Plan) -> Iterator[Look]:
        for look in Shortly(quiet()).looks(plan):
            if isinstance(look.files, MadeFiles) and (look.number > 0) != self._before:
                yield replace(look, files=_Ending(look.files, self._pids, self._reads))
            else:
                yield look


class _Ending:
    def __init__(self, files: MadeFiles, pids: frozenset[int], reads: int) -> None:
        self._files = files
        self._left = dict.fromkeys((f"/proc/{pid}/" for pid in pids), reads)

    def read(self, path: str) -> str:
        return self.read_part(path, 1 << 20).text

    def read_part(self, path: str, limit: int) -> Part:
        self._spend(path)
        return self._files.read_part(path, limit)

    def names(self, path: str) -> list[str]:
        self._spend(path)
        return list(self._files.names(path))

    def link(self, path: str) -> str:
        self._spend(path)
        return self._files.link(path)

    def call(self, name: str, *arguments: str) -> Json:
        return self._files.call(name, *arguments)

    def clock(self, name: str) -> float:
        return self._files.clock(name)

    def _spend(self, path: str) -> None:
        for start in self._left:
            if path.startswith(start):
                if self._left[start] <= 0:
                    raise NotHere(Status.NOT_PRESENT, f"{path}: No such process")
                self._left[start] -= 1


PIDS = sorted(one["pid"] for one in quiet()["process"])


@settings(max_examples=20, deadline=None)
@given(
    pids=st.sets(st.sampled_from(PIDS), min_size=1),
    reads=st.integers(0, 12),
    before=st.booleans(),
)
def test_processes_that_end_between_listing_and_reading_are_passed_over(
    pids: set[int], reads: int, before: bool
) -> None:
    found = judged(Vanishing(frozenset(pids), reads, before=before))

    assert alarms(found) == []
    assert_reports_hold(found.examination)


class Backwards:
    """The quiet machine, whose counters fall: each look has the files of the opposite one."""

    def looks(self, plan: Plan) -> Iterator[Look]:
        looks = list(Shortly(quiet()).looks(plan))
        for look, opposite in zip(looks, reversed(looks), strict=True):
            yield replace(look, files=opposite.files)


class _Stepped:
    """The quiet machine, whose wall clock is set in the middle of the window."""

    def __init__(self, step: float) -> None:
        self._step = step

    def looks(self, plan: Plan) -> Iterator[Look]:
        for look in Shortly(quiet()).looks(plan):
            step = self._step if look.number else 0.0
            assert isinstance(look.files, MadeFiles)
            told = look.files.calls["whoami"]
            assert isinstance(told, dict)
            look.files.calls["whoami"] = {**told, "wall": look.time + step}
            yield replace(look, time=look.time + step)


def test_counters_that_run_backwards_give_no_rate_and_no_alarm() -> None:
    found = judged(Backwards())

    assert alarms(found) == []
    assert_reports_hold(found.examination)
    for piece in found.examination.evidence.values():
        if piece.window_s:
            assert isinstance(piece.value, str) or piece.value >= 0, piece


@pytest.mark.parametrize("step", [-3600.0, 3600.0, -1_700_000_000.0, 3e9])
def test_a_stepped_clock_is_found_and_changes_no_rate(step: float) -> None:
    still, stepped = judged(Shortly(quiet())), judged(_Stepped(step))

    assert [one.check for one in stepped.examination.findings if one.severity > 0] == ["clock_step"]
    assert_reports_hold(stepped.examination)
    before, after = still.examination.evidence, stepped.examination.evidence
    assert {key: after[key].value for key in before} == {k: v.value for k, v in before.items()}


def with_hidden_processes() -> dict[str, Any]:
    """Describe the quiet machine as somebody without rights sees it below hidepid=2."""
    own = [one for one in quiet()["process"] if one["pid"] == OWN_PID]
    return {**quiet(), "uid": 65534, "process": [{**one, "uid": 65534} for one in own]}


def test_with_hidepid_the_report_says_that_others_can_not_be_seen() -> None:
    found = judged(Shortly(with_hidden_processes()))

    assert alarms(found) == []
    told = {one.check for one in found.examination.unjudged if "hidepid" in one.reason}
    assert {"run_delay", "zombies"} <= told
    assert_reports_hold(found.examination)


def with_names(name: str) -> dict[str, Any]:
    """Describe a machine in trouble on which everything that can be named bears this name."""
    bare = name.replace("/", "")
    escaped = "".join(f"\\{ord(one):03o}" if one in " \t\n\\" else one for one in bare)
    base, group = quiet(), f"/system.slice/{bare}"
    files, calls = base["files"], base["calls"]
    told: dict[str, Any] = {
        "files": {
            "/etc": {"fstab": f"/dev/vdb /srv/{escaped} ext4 rw 0 0\n"},
            "/proc/self": {
                "mountinfo": files["/proc/self"]["mountinfo"]
                + f"91 22 253:9 / /srv/{escaped} ro - ext4 /dev/{escaped} ro\n"
            },
            "/proc/sys/kernel": {"hostname": f"{name}\n"},
            f"/sys/fs/cgroup{group}": {
                "cgroup.procs": "700\n701\n",
                "cpu.stat": "usage_usec {9000 + 99000/s}\nuser_usec 0\nsystem_usec 0\n"
                "nr_periods {9 + 10/s}\nnr_throttled {5 + 10/s}\nthrottled_usec {5 + 900000/s}\n",
                "cpu.max": "10000 100000\n",
            },
        },
        "process": [
            {"pid": 700, "comm": bare, "state": "T", "command": f"{name} --token={name}"},
            {"pid": 701, "comm": bare, "cpu": 0.3, "cgroup": f"0::{group}\n"},
            {"pid": 702, "comm": bare, "state": "Z"},
        ],
        "log": [
            {"at": at, "level": 6, "text": f"{bare}[{pid}]: segfault at 0 ip 00 sp 00 error 4"}
            for at, pid in ((0.1, 801), (1.1, 802), (2.1, 803), (3.1, 804), (4.1, 805))
        ],
        "calls": {
            f"statvfs /srv/{bare}": {**calls["statvfs"], "available": 0, "number": "253:9"},
            "systemd_units": f"{calls['systemd_units']}\nId={bare}.service\nActiveState=failed\n"
            f"SubState=failed\nResult=exit-code\nNRestarts=9\nControlGroup={group}\n",
            "links": [
                *calls["links"],
                {**calls["links"][1], "name": bare, "index": 3, "carrier": False},
            ],
        },
    }
    return _over(base, told)


NAMED = {
    "cgroup_throttling",
    "crash_loop",
    "filesystem_read_only",
    "interface_down",
    "stopped_process",
    "unit_failed",
}


@pytest.mark.parametrize("name", ["worker", *HOSTILE_NAMES], ids=lambda name: repr(name)[:24])
def test_hostile_names_stay_words_in_every_report(name: str) -> None:
    found = judged(Shortly(with_names(name)))

    if name == "worker":
        assert {one.check for one in found.examination.findings} >= NAMED
    assert_reports_hold(found.examination)


BYTES = (b"\xff\xfe\x80", b"\xc3", "\u202e".encode(), b"\x1b]0;x\x07", b"y" * 4096)


@pytest.mark.parametrize("name", BYTES, ids=lambda name: repr(name)[:16])
def test_bytes_on_disk_that_are_no_text_reach_no_report(tmp_path: Path, name: bytes) -> None:
    host = _OnDisk(with_names("NAME"), tmp_path, name)

    found = judged(host)

    assert {one.check for one in found.examination.findings} >= NAMED - {"cgroup_throttling"}
    assert_reports_hold(found.examination)


class _OnDisk:
    """A made host, written below a folder as the bytes of files, and read as a host is."""

    def __init__(self, told: dict[str, Any], folder: Path, name: bytes) -> None:
        self._host = Shortly(told)
        self._folder = folder
        self._name = name

    def looks(self, plan: Plan) -> Iterator[Look]:
        for look in self._host.looks(plan):
            assert isinstance(look.files, MadeFiles)
            root = self._folder / str(look.number)
            self._write(look.files, root)
            calls = {
                name: partial(self._called, look.files, name)
                for name in {key.partition(" ")[0] for key in look.files.calls}
            }
            yield replace(look, files=LocalFiles(str(root), calls))

    def _called(self, files: MadeFiles, name: str, *arguments: str) -> Json:
        shown = self._name.decode(errors="backslashreplace")
        words = (one.replace(shown, "NAME") for one in arguments)
        return files.call(name, *words)

    def _write(self, files: MadeFiles, root: Path) -> None:
        for path in files.files:
            if len(self._name) < 200 or "NAME" not in path:  # what a folder's name may be
                place = Path(os.fsdecode(os.fsencode(f"{root}{path}").replace(b"NAME", self._name)))
                place.parent.mkdir(parents=True, exist_ok=True)
                text = files.read(path).encode()
                place.write_bytes(text.replace(b"NAME", self._name))
        for path in files.links:
            place = root / path[1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(files.link(path))

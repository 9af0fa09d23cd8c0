import errno
import gc
import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexascope.collect.bundle import layout, read
from hexascope.collect.bundle.layout import Frame, framed, frames
from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.collectors.pressure import pressure
from hexascope.collect.contract import Look, LookKind, NotHere, Part, Plan
from hexascope.collect.watch import watch
from hexascope.domain.errors import BadBundle
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window
from tests.support.host import TextHost

COLLECTORS = {"pressure": pressure}
HOST = HostFacts(id="h", name="web-1")


class Host:
    """A host whose pressure grows by a second between two looks."""

    def looks(self, plan: Plan) -> list[Look]:
        kinds = (LookKind.FULL, LookKind.LIGHT, LookKind.LIGHT, LookKind.FULL)
        return [self._look(number, kind) for number, kind in enumerate(kinds)]

    def _look(self, number: int, kind: LookKind) -> Look:
        text = f"some avg10=0.00 total={number * 1_000_000}\n"
        files = {f"/proc/pressure/{name}": text for name in ("cpu", "memory", "io")}
        host = TextHost(files, at=10.0 + number)
        return Look(kind=kind, number=number, at=10.0 + number, time=1e9 + number, files=host)


def recorded(path: Path) -> Window:
    with path.open("wb") as stream:
        writer = BundleWriter(stream)
        window = watch(RecordedHost(Host(), writer).looks(Plan()), COLLECTORS)
        writer.close(HOST, Plan(), {"uid": 0})
    return window


def rewritten(path: Path, **members: bytes | None) -> Path:
    """Write a bundle again with some members changed, removed (None) or added."""
    with zipfile.ZipFile(path) as archive:
        known: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    known.update(members)
    target = path.with_suffix(".changed")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in known.items():
            if data is not None:
                archive.writestr(name, data)
    return target


def test_a_kept_host_gives_the_same_window_as_the_live_one(tmp_path: Path) -> None:
    live = recorded(tmp_path / "a.hxb")

    kept = watch(KeptHost(tmp_path / "a.hxb").looks(Plan()), COLLECTORS)

    assert kept.first.readings == live.first.readings
    assert kept.last.readings == live.last.readings
    assert kept.last.times == live.last.times
    assert [one.numbers for one in kept.pulses] == [one.numbers for one in live.pulses]
    assert kept.growth("pressure.some_time", resource="cpu") == pytest.approx(3.0)


def test_raw_text_can_be_read_with_any_zip_program(tmp_path: Path) -> None:
    recorded(tmp_path / "a.hxb")

    with zipfile.ZipFile(tmp_path / "a.hxb") as archive:
        assert archive.read("looks/3/proc/pressure/cpu") == b"some avg10=0.00 total=3000000\n"
        manifest = json.loads(archive.read("manifest.json"))

    assert manifest["schema"] == "hexascope.bundle/1"
    assert [one["at"] for one in manifest["looks"]] == [10.0, 11.0, 12.0, 13.0]
    assert manifest["privileges"] == {"uid": 0}


def test_a_file_read_twice_in_one_look_is_given_back_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "a.hxb"
    texts = iter(["one\n", "two\n"])

    class Changing(TextHost):
        def read_part(self, path: str, limit: int) -> Part:
            self.files[path] = next(texts)
            return super().read_part(path, limit)

    with path.open("wb") as stream:
        writer = BundleWriter(stream)
        look = Look(kind=LookKind.FULL, number=0, at=1.0, time=1.0, files=Changing())

        class Once:
            def looks(self, plan: Plan) -> list[Look]:
                return [look]

        [one] = RecordedHost(Once(), writer).looks(Plan())
        live = [one.files.read("/proc/loadavg"), one.files.read("/proc/loadavg")]
        writer.close(HOST, Plan(), {})

    files = next(iter(KeptHost(path).looks(Plan()))).files
    assert [files.read("/proc/loadavg"), files.read("/proc/loadavg")] == live == ["one\n", "two\n"]


@pytest.mark.parametrize(
    ("member", "data", "told"),
    [
        ("manifest.json", None, "missing"),
        ("manifest.json", b"[]", "must hold an object"),
        ("manifest.json", b'{"schema": "other/1"}', "other/1"),
        ("manifest.json", b"[" * 100_000, "damaged"),
        ("manifest.json", b'{"schema": NaN}', "no number"),
        ("calls.json", None, "missing"),
        ("looks/light.pack", b'0 f 900 "/proc/stat"\nx\n', "cut"),
        ("looks/light.pack", b"nonsense\n", "damaged"),
        ("looks/light.pack", b'0 f -5 "/x"\n\n', "damaged"),
        ("../../etc/passwd", b"x", "which no bundle of ours does"),
    ],
)
def test_a_damaged_bundle_is_refused_with_what_and_where(
    tmp_path: Path, member: str, data: bytes | None, told: str
) -> None:
    recorded(tmp_path / "a.hxb")

    with pytest.raises(BadBundle, match=told):
        KeptHost(rewritten(tmp_path / "a.hxb", **{member: data}))


@pytest.mark.parametrize(
    "looks",
    [
        [],
        [{"number": 0, "kind": "light", "at": 1.0, "time": 1.0}],
        [{"number": 0, "kind": "full", "at": "x", "time": 1.0}],
        [{"number": 0, "kind": "full", "at": True, "time": 1.0}],
        [{"number": 0, "kind": "full", "at": 1.0, "time": 1e300}],
        [{"number": 0, "kind": "full", "at": 1.0, "time": -1e12}],
        [{"number": 0, "kind": "full", "at": 1e300, "time": 1.0}],
        [{"number": 0, "kind": "full", "at": 1.0, "time": 10**400}],
        [
            {"number": 0, "kind": "full", "at": 2.0, "time": 1.0},
            {"number": 1, "kind": "full", "at": 1.0, "time": 1.0},
        ],
    ],
)
def test_looks_that_can_not_be_are_refused(tmp_path: Path, looks: list[object]) -> None:
    recorded(tmp_path / "a.hxb")
    manifest = {"schema": layout.SCHEMA, "host": {"id": "h", "name": "n"}, "looks": looks}

    changed = rewritten(tmp_path / "a.hxb", **{"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(BadBundle, match=r"manifest\.json"):
        KeptHost(changed)


def test_an_endless_number_in_a_manifest_or_a_clock_reading_is_no_time(tmp_path: Path) -> None:
    recorded(tmp_path / "a.hxb")
    with zipfile.ZipFile(tmp_path / "a.hxb") as archive:
        manifest, calls = (archive.read(f"{name}.json") for name in ("manifest", "calls"))

    endless = manifest.replace(b'"at":10.0', b'"at":1e999')
    with pytest.raises(BadBundle, match="look 0 is unusable"):
        KeptHost(rewritten(tmp_path / "a.hxb", **{"manifest.json": endless}))
    clocks = calls.replace(b"13.0", b"1e999").replace(b"10.0", b"1" + b"0" * 400)
    assert clocks != calls
    kept = KeptHost(rewritten(tmp_path / "a.hxb", **{"calls.json": clocks}))
    assert watch(kept.looks(Plan()), COLLECTORS).seconds_of("pressure.some_time") == 3.0


def test_a_foreign_file_and_an_absent_one_are_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.hxb").write_text("hello")

    with pytest.raises(BadBundle, match="no evidence bundle"):
        KeptHost(tmp_path / "a.hxb")
    with pytest.raises(BadBundle, match="can't be read"):
        KeptHost(tmp_path / "absent.hxb")


def test_a_zip_bomb_is_stopped_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_UNPACKED_BYTES", 1_000_000)
    recorded(tmp_path / "a.hxb")
    with zipfile.ZipFile(tmp_path / "a.hxb", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("looks/0/proc/bomb", b"0" * 5_000_000)

    with pytest.raises(BadBundle, match="unpacks to over"):
        KeptHost(tmp_path / "a.hxb")


def test_a_file_over_the_packed_limit_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_PACKED_BYTES", 10)
    recorded(tmp_path / "a.hxb")

    with pytest.raises(BadBundle, match="at most 10"):
        KeptHost(tmp_path / "a.hxb")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.999), flip=st.integers(1, 255), cut=st.booleans())
def test_a_cut_or_flipped_bundle_gives_a_clear_error_or_the_same_texts(
    tmp_path: Path, place: float, flip: int, *, cut: bool
) -> None:
    path = tmp_path / "whole.hxb"
    if not path.exists():
        recorded(path)
    data = bytearray(path.read_bytes())
    at = int(place * len(data))
    if cut:
        del data[at:]
    else:
        data[at] ^= flip
    damaged = tmp_path / "damaged.hxb"
    damaged.write_bytes(bytes(data))

    # any other error than BadBundle fails the test
    with suppress(BadBundle):
        window = watch(KeptHost(damaged).looks(Plan()), COLLECTORS)
        assert window.first.readings


@given(
    st.lists(
        st.builds(
            Frame,
            look=st.integers(0, 99),
            kind=st.sampled_from("fpdle"),
            path=st.text(),
            payload=st.binary(max_size=200),
        ),
        max_size=8,
    )
)
def test_frames_come_back_as_they_were_written(several: list[Frame]) -> None:
    several = [one for one in several if one.path.isprintable()]

    assert list(frames(b"".join(map(framed, several)), "x.pack")) == several


def test_what_would_pass_the_limit_is_refused_when_it_is_recorded_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hexascope.collect.bundle.write.MOST_UNPACKED_BYTES", 10)
    writer = BundleWriter(io.BytesIO())
    [look] = RecordedHost(_One({"/a": "12345678", "/b": "123"}), writer).looks(Plan())

    assert look.files.read("/a") == "12345678"
    with pytest.raises(NotHere, match="limit"):
        look.files.read("/b")
    writer.abandon()


class _One:
    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def looks(self, plan: Plan) -> list[Look]:
        host = TextHost(dict(self._files))
        return [Look(kind=LookKind.FULL, number=0, at=1.0, time=1.0, files=host)]


class _Full(io.BytesIO):
    """A file on a disk that is full after so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any) -> int:
        if self.tell() + len(bytes(data)) > self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 40, 200, 1_000, 90_000])
def test_a_writer_on_a_full_disk_lets_go_without_a_word(room: int) -> None:
    stream = _Full(room)
    writer = BundleWriter(stream)
    noise = random.Random(1).randbytes(100_000).hex()
    host = RecordedHost(_One({"/proc/1/stat": noise}), writer)
    with pytest.raises(OSError, match="No space left"):  # noqa: PT012 - wherever it is noticed
        for look in host.looks(Plan()):
            look.files.read("/proc/1/stat")
        writer.close(HOST, Plan(), {})

    writer.abandon()
    stream.close()
    del writer, host
    gc.collect()  # an error while the zip is thrown away would fail the test

"""Kept hosts: a description in TOML → looks of a host that nobody owns → a bundle (`.hxb`).

A description names the kernel's texts as they stand in /proc and /sys. Within any text

    {1000 + 20/s}       is a counter: 1000 at the first look, 20 more in each second
    {active -> failed}  is one word up to the middle of the window and another from then on

and in a call's answer a word that is nothing but one of these is a number if it reads so. `like`
names the host it is a variant of; `absent` lists paths that it has not.
"""

import io
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hexascope.collect.bundle.write import BundleWriter, RecordedHost
from hexascope.collect.contract import Json, Look, LookKind, NotHere, Part, Plan
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status
from hexascope.services.examinations import Examinations
from tests.support.host import TextHost
from tests.support.proc import process_files, process_links

FOLDER = Path(__file__).parents[1] / "hosts"
WINDOW_SECONDS = 5.0
LIGHT_LOOKS = 19
"""Light looks between the ends: one each quarter of a second."""

BEGAN = 100_000.0
"""Seconds since boot at the first look; it is the monotonic time as well."""

BOOTED = 1_795_000_000.0
TICKS, PAGE = 100, 4096
OWN_PID = 901
"""The process that looks; each network namespace of a description is seen through it."""

_COUNTER = re.compile(r"\{(-?\d+(?:\.\d+)?) ([+-]) (\d+(?:\.\d+)?)/s\}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TURN = re.compile(r"\{([^{}]*?) -> ([^{}]*?)\}")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A host as its description has it, or its healthy twin."""

    name: str
    story: str
    told: Table
    expected: Table

    @property
    def uid(self) -> int:
        """Give the user who looks: 0 unless the description says otherwise."""
        return int(self.told.get("uid", 0))


@cache
def names() -> tuple[str, ...]:
    """Give all kept hosts; those whose name begins with `_` are bases of others."""
    return tuple(sorted(file.stem for file in FOLDER.glob("[!_]*.toml")))


def made(name: str, *, healthy: bool = False) -> Made:
    """Read a host's description with those that it is like."""
    own = described(name)
    told = _whole(own)
    if healthy:
        told = _over(_without(told, own["healthy"]), own["healthy"])
    return Made(
        name=f"{name}-healthy" if healthy else name,
        story=str(own["story"]),
        told=told,
        expected=own["expect"],
    )


@cache
def described(name: str) -> Table:
    """Read one file as it is."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _whole(own: Table) -> Table:
    base = _whole(described(own["like"])) if "like" in own else {}
    return _over(
        _without(base, own),
        {key: own[key] for key in own if key not in ("healthy", "expect", "like", "absent")},
    )


def _without(base: Table, own: Table) -> Table:
    """Take away from a base what a description lists as absent: paths, or all below them."""
    gone = tuple(own.get("absent", ()))
    files = {
        folder: {
            name: text for name, text in inside.items() if not _below(f"{folder}/{name}", gone)
        }
        for folder, inside in base.get("files", {}).items()
    }
    alive = [one for one in base.get("process", ()) if not _below(f"/proc/{one['pid']}", gone)]
    return {**base, "files": files, "process": alive}


def _over(base: Table, more: Table) -> Table:
    """Lay tables over tables, and processes over processes of the same pid."""
    laid = dict(base)
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(laid.get(key), dict) and key != "calls":
            laid[key] = _over(laid[key], value)
        elif key == "process":
            known = {one["pid"]: one for one in laid.get(key, ())}
            known |= {one["pid"]: {**known.get(one["pid"], {}), **one} for one in value}
            laid[key] = [known[pid] for pid in sorted(known)]
        else:
            laid[key] = {**laid[key], **value} if key == "calls" and key in laid else value
    return laid


class MadeFiles(TextHost):
    """HostFiles of one look: the description's texts at a time of the window."""

    def __init__(self, host: Made, seconds: float) -> None:
        told = {**host.told, "process": _alive(host.told, seconds)}
        files: dict[str, str | NotHere] = dict(_files(told))
        links: dict[str, str | NotHere] = dict(_links(told))
        for path, words in told.get("refused", {}).items():
            status, _, reason = words.partition(": ")
            refusal = NotHere(Status(status), f"{path}: {reason}")
            (links if path in links else files)[path] = refusal
        super().__init__(files, links=links, at=BEGAN + seconds)
        self._seconds = seconds
        self.calls = _calls(host, told, self, seconds)

    def read_part(self, path: str, limit: int) -> Part:
        part = super().read_part(path, 1 << 30)
        text = at(part.text, self._seconds)
        cut = text[:limit]
        whole = len(text) <= limit
        return Part(text, whole=True) if whole else Part(cut[: cut.rfind("\n") + 1] or cut, False)


def at(text: str, seconds: float) -> str:
    """Write a text as it is some seconds after the first look."""
    if "{" not in text:
        return text
    late = seconds >= WINDOW_SECONDS / 2
    text = _TURN.sub(lambda found: found[2] if late else found[1], text)
    return _COUNTER.sub(lambda found: _count(found, seconds), text)


def _count(found: re.Match[str], seconds: float) -> str:
    start, sign, rate = found[1], found[2], float(found[3])
    value = float(start) + (rate if sign == "+" else -rate) * seconds
    return f"{value:.2f}" if "." in start else str(round(value))


def _value(value: Any, seconds: float) -> Any:
    """Write a call's answer as it is some seconds after the first look."""
    if isinstance(value, dict):
        return {key: _value(one, seconds) for key, one in value.items()}
    if isinstance(value, list):
        return [_value(one, seconds) for one in value]
    if isinstance(value, str):
        now = at(value, seconds)
        is_number = value.startswith("{") and value.endswith("}") and _NUMBER.fullmatch(now)
        return json.loads(now) if is_number else now
    return value


def _below(path: str, gone: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(one.rstrip("/") + "/") for one in gone)


def _alive(told: Table, seconds: float) -> list[Table]:
    """Give the processes that are there: from `since` to `until`."""
    return [
        one
        for one in told.get("process", ())
        if one.get("since", -1.0) <= seconds <= one.get("until", WINDOW_SECONDS)
    ]


def _files(told: Table) -> Iterator[tuple[str, str]]:
    for folder, files in told.get("files", {}).items():
        for name, text in files.items():
            yield f"{folder.rstrip('/')}/{name}", text
    for one in told.get("process", ()):
        given = dict(_process(one))
        if told.get("status_without"):  # what an older kernel doesn't tell
            path = f"/proc/{one['pid']}/status"
            left = (line for line in given[path].splitlines(keepends=True))
            given[path] = "".join(
                line for line in left if line.partition(":")[0] not in told["status_without"]
            )
        folder = f"/proc/{one['pid']}"
        given.update((f"{folder}/{name}", text) for name, text in one.get("files", {}).items())
        yield from given.items()


def _process(one: Table) -> Iterator[tuple[str, str]]:
    """Write a process' files; `cpu` is the share of one CPU, `delay` that of waiting for one."""
    pid, cpu = one["pid"], float(one.get("cpu", 0.0))
    if one.get("kernel"):
        stat = process_files(pid, one["comm"], ppid=2, rss=0, flags=2129984, uid=0)
        yield from ((path, stat[path]) for path in (f"/proc/{pid}/stat", f"/proc/{pid}/status"))
        return
    rss = int(one.get("rss_mb", 10)) * 256
    ticks = f"{{{one.get('ticks', 300)} + {cpu * TICKS:g}/s}}"
    yield from process_files(
        pid,
        one["comm"],
        cgroup=one.get("cgroup", "0::/\n"),
        uid=one.get("uid", 0),
        anon=rss * 3,
        ppid=one.get("ppid", 1),
        user=ticks,
        state=one.get("state", "S"),
        threads=one.get("threads", 1),
        rss=rss,
    ).items()
    waited = float(one.get("delay", 0.0))
    ran = f"{{3000000000 + {cpu * 1e9:.0f}/s}}"
    yield f"/proc/{pid}/schedstat", f"{ran} {{50000000 + {waited * 1e9:.0f}/s}} 400\n"
    yield f"/proc/{pid}/cmdline", one.get("command", f"/usr/bin/{one['comm']}").replace(" ", "\0")


def _links(told: Table) -> Iterator[tuple[str, str]]:
    yield from told.get("links", {}).items()
    yield "/proc/self/ns/net", "net:[4026531840]"
    yield "/proc/self/ns/mnt", "mnt:[4026531841]"
    for one in told.get("process", ()):
        if not one.get("kernel"):
            program = one.get("command", f"/usr/bin/{one['comm']}").split()[0]
            yield from process_links(one["pid"], program).items()


def _calls(host: Made, told: Table, files: MadeFiles, seconds: float) -> dict[str, Any]:
    """Give what follows from the description, and over it what the description says itself."""
    users = [one for one in told["process"] if not one.get("kernel")]
    calls: dict[str, Any] = {
        "whoami": {
            "uid": host.uid,
            "pid": OWN_PID,
            "ticks": TICKS,
            "page": PAGE,
            "since_boot": BEGAN + seconds,
            "wall": BOOTED + BEGAN + seconds,
            "machine": "x86_64",
        },
        "cgroup_folders": lambda mount: _folders(files, mount),
        "namespaces": lambda kind, age: _namespaces(kind, users),
        "descriptor_counts": {str(one["pid"]): [12, one.get("uid", 0)] for one in users},
        "thread_counts": {},
        "newest_processes": [],
        "kmsg": [
            [BEGAN + line["at"], line.get("level", 4), number, line["text"]]
            for number, line in enumerate(told.get("log", ()))
            if line["at"] <= seconds
        ],
        "sock_diag": [],
        "socket_owners": {},
        "opened_files": {
            "files": [],
            "descriptors": 12 * len(users),
            "refused": 0,
            "cut": False,
            "watchers": [],
        },
    }
    for name, answer in told.get("calls", {}).items():
        calls[name] = _answer(answer, seconds)
    return calls


def _answer(answer: Any, seconds: float) -> Any:
    if isinstance(answer, dict) and "refused" in answer and len(answer) == 1:
        status, _, reason = str(answer["refused"]).partition(": ")
        return NotHere(Status(status), reason)
    return _value(answer, seconds)


def _folders(files: MadeFiles, mount: str) -> Json:
    ending = "/cgroup.procs"
    found = {path.removesuffix(ending) for path in files.files if path.endswith(ending)}
    inside = {one.removeprefix(mount) or "/" for one in found if _below(one, (mount,))}
    return [*sorted({"/", *inside}, key=lambda one: (one.count("/"), one))]


def _namespaces(kind: str, users: list[Table]) -> Json:
    name = {"net": "net:[4026531840]", "mnt": "mnt:[4026531841]"}[kind]
    rows: list[Json] = [[name, OWN_PID, len(users)]]
    return {"own": name, "rows": rows, "total": len(rows), "refused": 0}


class MadeHost:
    """A made host as `record` would look at it."""

    def __init__(self, host: Made) -> None:
        self._host = host

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give a full look, light ones, and a full one; time stands still within a look."""
        step = WINDOW_SECONDS / (LIGHT_LOOKS + 1)
        for number in range(LIGHT_LOOKS + 2):
            seconds = step * number
            yield Look(
                kind=LookKind.FULL if number in (0, LIGHT_LOOKS + 1) else LookKind.LIGHT,
                number=number,
                at=BEGAN + seconds,
                time=BOOTED + BEGAN + seconds,
                files=MadeFiles(self._host, seconds),
            )


def bundle(host: Made, service: Examinations) -> bytes:
    """Look at a made host with all collectors, as `record` does, and give the bundle."""
    stream = io.BytesIO()
    writer = BundleWriter(stream)
    try:
        service.look(RecordedHost(MadeHost(host), writer), Plan(), lambda _: None)
        facts = HostFacts(id="made" * 8, name=host.name, privileged=host.uid == 0)
        writer.close(facts, Plan(), {"uid": host.uid})
    finally:
        writer.abandon()
    return stream.getvalue()

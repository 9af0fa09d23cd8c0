"""The kernel's settings as their files want them, against those it runs with."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

FOLDERS = (
    "/etc/sysctl.d",
    "/run/sysctl.d",
    "/usr/local/lib/sysctl.d",
    "/usr/lib/sysctl.d",
    "/lib/sysctl.d",
)
"""Where the files lie; of two with the same name that of the folder that stands first counts."""

FIRST = "/etc/sysctl.conf"
LINKED = "99-sysctl.conf"
SYSTEMD = "/run/systemd/system"

MOST_FILES = 60
MOST_BYTES = 64 * 1024
MOST_SETTINGS = 200
LONGEST = 200

_KEY = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.:@/-]*$", re.ASCII)


class _Wanted(NamedTuple):
    value: str
    file: str


@collector(
    reads=(*FOLDERS, FIRST, SYSTEMD, "/proc/sys"),
    gives=("sysctl.drift_count", "sysctl.wanted", "sysctl.running"),
    once=True,
)
def sysctl_files(host: HostFiles) -> Iterator[Reading]:
    """Read which value each setting gets at the start of the host, and which it has.

    The files are read in the order in which systemd applies them, the last word counts; names with
    wildcards are left out.
    """
    wanted = _wanted(host)
    if not wanted:
        raise NotHere(Status.NOT_PRESENT, "no file sets a setting of the kernel")
    drifted = 0
    for name, want in list(wanted.items())[:MOST_SETTINGS]:
        running = _running(host, name)
        if running is None:
            continue  # this kernel has it not, or won't tell
        labels = (("file", want.file), ("name", name))
        yield Reading("sysctl.wanted", labels, want.value, want.file)
        if not is_same(want.value, running):
            drifted += 1
            path = _path(name)
            yield Reading("sysctl.running", (("name", name),), running, path)
    yield Reading("sysctl.drift_count", (), drifted, "sysctl.d")


def _wanted(host: HostFiles) -> dict[str, _Wanted]:
    """Give the last word on each setting; the keys' names have dots."""
    found: dict[str, _Wanted] = {}
    for path in _files(host):
        try:
            text = host.read_part(path, MOST_BYTES).text
        except NotHere:
            continue
        for name, value in settings_in(text):
            found.pop(name, None)
            found[name] = _Wanted(value, path)
    return found


def _files(host: HostFiles) -> list[str]:
    files: dict[str, str] = {}
    for folder in FOLDERS:
        try:
            names = host.names(folder)
        except NotHere:
            continue
        for name in names:
            if name.endswith(".conf"):
                files.setdefault(name, f"{folder}/{name}")
    ordered = [files[name] for name in sorted(files)][:MOST_FILES]
    # systemd reads /etc/sysctl.conf only where a link among the others leads to it
    if LINKED not in files and not _runs_systemd(host):
        ordered.append(FIRST)
    return ordered


def _runs_systemd(host: HostFiles) -> bool:
    try:
        host.names(SYSTEMD)
    except NotHere:
        return False
    return True


def settings_in(text: str) -> Iterator[tuple[str, str]]:
    """Read lines `name = value`; a dash ahead of the name only says that it may fail."""
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(("#", ";")) or "=" not in bare:
            continue
        key, _, value = bare.partition("=")
        name = dotted(key.strip().removeprefix("-").strip())
        words = " ".join(value.split())[:LONGEST]
        if name and words:
            yield name, words


def dotted(key: str) -> str:
    """Give a key with dots between its parts; '' where it is none, or stands for several.

    Which of dot and slash comes first parts the names, the other one stands for itself in them.
    """
    if not _KEY.match(key) or ".." in key or len(key) > LONGEST:
        return ""
    slash, dot = key.find("/"), key.find(".")
    if slash >= 0 and (dot < 0 or slash < dot):
        return key.translate({ord("/"): ".", ord("."): "/"})
    return key


def _path(name: str) -> str:
    return "/proc/sys/" + name.translate({ord("."): "/", ord("/"): "."})


def _running(host: HostFiles, name: str) -> str | None:
    try:
        words = host.read_part(_path(name), MOST_BYTES).text.split()
    except NotHere:
        return None
    return " ".join(words)[:LONGEST] or None


def is_same(wanted: str, running: str) -> bool:
    """Compare word by word; numbers by what they are worth."""
    ours, theirs = wanted.split(), running.split()
    return len(ours) == len(theirs) and all(map(_is_equal, ours, theirs))


def _is_equal(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return int(one, 0) == int(other, 0)
    except ValueError:
        return False

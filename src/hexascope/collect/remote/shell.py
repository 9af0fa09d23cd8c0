"""What sh is asked to read, as functions of its own, and how its answer is taken apart.

All that is asked in one go is read by a handful of processes there: `grep` gives many small files
at once, `ls` many links, and the rest is built into sh. Each part of the answer begins with a
random mark, so nothing that a file holds can pass for one.
"""

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hexascope.collect.calls.units import PROPERTIES
from hexascope.collect.contract import READ_LIMIT, NotHere
from hexascope.domain.use import Status

FILES_AT_ONCE = 150
LINKS_AT_ONCE = 300
LONGEST_FILE = READ_LIMIT
NUL_STAND_IN = "\036"
"""Stands for the NUL between the words of a command line; sh and grep can't carry it."""

FUNCTIONS = r"""
LC_ALL=C; export LC_ALL; unset IFS
Q=; ls -dq / >/dev/null 2>&1 && Q=q
G=; [ "$(printf 'a\n' | grep -s '' - /dev/null 2>/dev/null)" ] && G=1
A=; [ "$(printf 'a\000b\n' | grep -a '' 2>/dev/null | tr '\000' c)" = acb ] && A=1
W=; timeout 3 true 2>/dev/null && W='timeout 3'
H=; [ "$(printf 'ab' | head -c 1 2>/dev/null)" = a ] && H=1
T=; [ "$(printf 'a' | tr a b 2>/dev/null)" = b ] && T=1
m() { printf '\n%s %s\n' "$M" "$*"; }
now() { u=; read -r u x </proc/uptime; m now "$1 $u"; } 2>/dev/null
text() {
  if [ "$G" ]; then m many; grep -s '' "$@" /dev/null
  else for f; do [ -r "$f" ] && m file "$f" && cat "$f"; done; fi
} 2>/dev/null
words() {
  [ "$A" ] && { m many; grep -as '' "$@" /dev/null; return; }
  for f; do [ -r "$f" ] || continue; m words "$f"
  if [ "$T" ]; then tr '\000' '\036' <"$f"; else cat "$f"; fi; done
} 2>/dev/null
whole() {
  for f; do [ -f "$f" ] && [ -r "$f" ] || continue; m file "$f"
  if [ "$H" ]; then head -c LIMIT "$f"; else cat "$f"; fi; done
} 2>/dev/null
folder() {
  for f; do [ -d "$f" ] && [ -r "$f" ] || continue; m folder "$f"
  for i in "$f"/* "$f"/.[!.]*; do
    case $i in "$f/*"|"$f/.[!.]*") [ -e "$i" ] || continue;; esac
    printf '%s/\n' "${i##*/}"
  done; done
} 2>/dev/null
link() { m links; ls -ld$Q "$@"; } 2>/dev/null
state() {
  m states
  for f; do
    if [ -r "$f" ]; then c=r; elif [ -e "$f" ] || [ -L "$f" ]; then c=p; else c=a; fi
    printf '%s %s\n' "$c" "$f"
  done
}
below() {
  for i in "$1"/*/; do
    case $i in *"/*/") continue;; esac
    printf '%s\n' "$i"; below "${i%/}"
  done
}
tree() { for f; do [ -d "$f" ] && m tree "$f" && below "$f"; done; } 2>/dev/null
space() {
  for f; do m space "$f"; stat -f -c '%S %b %f %a %c %d' -- "$f"; stat -c '%d' -- "$f"; done
} 2>/dev/null
told() {
  for f; do m told "$f"
  case $f in
    kmsg) dmesg -r;;
    systemd_units) $W systemctl show --type=service --all --property=PROPERTIES --no-pager '*';;
  esac
  printf '\n%s' "$?"; done
} 2>/dev/null
me() {
  m me; id -u; echo "$$"; getconf CLK_TCK || echo 100; getconf PAGESIZE || echo 4096
  date +%s; uname -m
} 2>/dev/null
""".replace("LIMIT", str(LONGEST_FILE + 1)).replace("PROPERTIES", PROPERTIES)
"""Only what POSIX names, and each program of it may be missing."""


class Wanted(NamedTuple):
    """One thing to read: `f` a file, `d` a folder, `l` a link, `v` the space of a filesystem,
    `t` all folders below one, `c` what a command tells, by the name of its call.
    """

    kind: str
    path: str


Answer = bytes | list[str] | str | NotHere
_STATES = {
    "p": (Status.NO_PERMISSION, "Permission denied"),
    "a": (Status.NOT_PRESENT, "No such file or directory"),
}


def askable(path: str) -> bool:
    """Say whether a path can be asked for: sent by lines, it may hold no line end."""
    return path.startswith("/") and not any(char in path for char in "\n\r\0")


def reading(wanted: Iterable[Wanted]) -> str:
    """Write the script that reads all this, in its order as far as whole groups allow."""
    groups: dict[str, list[str]] = {}
    for one in wanted:
        groups.setdefault(_function_for(one), []).append(one.path)
    lines: list[str] = []
    for function, paths in groups.items():
        size = LINKS_AT_ONCE if function == "link" else FILES_AT_ONCE
        starts = range(0, len(paths), size)
        lines += [f"{function} {shlex.join(paths[at : at + size])}" for at in starts]
    return "\n".join(lines)


def asking_why(paths: Sequence[str]) -> str:
    """Write the script that tells of each path whether it is there, and for us."""
    ranges = range(0, len(paths), LINKS_AT_ONCE)
    return "\n".join(f"state {shlex.join(paths[at : at + LINKS_AT_ONCE])}" for at in ranges)


def _function_for(one: Wanted) -> str:
    if one.kind == "f":
        if one.path.startswith("/proc/") and one.path.endswith("/cmdline"):
            return "words"
        plain = one.path.startswith(("/proc/", "/sys/")) and "/root/" not in one.path
        return "text" if plain else "whole"
    return {"d": "folder", "l": "link", "v": "space", "t": "tree", "c": "told"}[one.kind]


class Part(NamedTuple):
    """One part of an answer: what it is, of what, and its bytes."""

    kind: str
    name: str
    data: bytes


def parts(answer: bytes, mark: str) -> Iterator[Part]:
    """Take an answer apart at its marks."""
    for piece in answer.split(f"\n{mark} ".encode())[1:]:
        head, _, data = piece.partition(b"\n")
        kind, _, name = os.fsdecode(head).partition(" ")
        yield Part(kind, name, data)


def read_answers(part: Part, wanted: frozenset[Wanted]) -> Iterator[tuple[Wanted, Answer]]:
    """Give what a part answers of what was asked; anything else in it is left out."""
    if part.kind == "file":
        yield Wanted("f", part.name), part.data
    elif part.kind == "words":
        # the kernel ends the last word with a NUL as well
        yield Wanted("f", part.name), part.data.replace(NUL_STAND_IN.encode(), b"\0")
    elif part.kind == "many":
        yield from _many(part.data, wanted)
    elif part.kind == "folder":
        names = [os.fsencode(one) for one in os.fsdecode(part.data).split("/\n")[:-1]]
        yield Wanted("d", part.name), [one.decode(errors="backslashreplace") for one in names]
    elif part.kind == "links":
        yield from _links(part.data, wanted)
    elif part.kind == "states":
        yield from _states(part.data, wanted)
    elif part.kind == "space":
        yield Wanted("v", part.name), part.data
    elif part.kind == "told":
        yield Wanted("c", part.name), _told(part)
    elif part.kind == "tree":
        yield Wanted("t", part.name), os.fsdecode(part.data).split("/\n")[:-1]


def _told(part: Part) -> Answer:
    """Give what a command said, or why it said nothing, by its exit code below."""
    said, _, code = part.data.rpartition(b"\n")
    if code == b"0":
        return said
    status = Status.NOT_PRESENT if code == b"127" else Status.UNREADABLE
    ended = os.fsdecode(code[:20]) or "no code"
    return NotHere(status, f"{part.name}: the command for it ended with {ended} on the host")


def _many(data: bytes, wanted: frozenset[Wanted]) -> Iterator[tuple[Wanted, Answer]]:
    """Take grep's `PATH:LINE` apart; the lines of a file follow one another."""
    path, start, lines = "", b"", list[bytes]()
    for line in data.split(b"\n")[:-1]:
        if start and line.startswith(start):
            lines.append(line[len(start) :])
            continue
        if path:
            yield Wanted("f", path), _joined(path, lines)
        path, start, lines = "", b"", []
        name = os.fsdecode(line.partition(b":")[0])
        at = line.find(b":")
        while at >= 0 and Wanted("f", name) not in wanted:
            at = line.find(b":", at + 1)
            name = os.fsdecode(line[:at]) if at >= 0 else ""
        if at >= 0:
            path, start = name, line[: at + 1]
            lines = [line[at + 1 :]]
    if path:
        yield Wanted("f", path), _joined(path, lines)


def _joined(path: str, lines: list[bytes]) -> bytes:
    """Put lines together; a command line has no line end of its own, grep has added it."""
    return b"\n".join(lines) + (b"" if path.endswith("/cmdline") else b"\n")


def _links(data: bytes, wanted: frozenset[Wanted]) -> Iterator[tuple[Wanted, Answer]]:
    """Read `… /proc/1/exe -> /usr/bin/x` as `ls -l` writes it."""
    for line in data.decode(errors="backslashreplace").split("\n"):
        at = line.find(" /")
        path, arrow, target = line[at + 1 :].partition(" -> ")
        if at >= 0 and arrow and Wanted("l", path) in wanted:
            yield Wanted("l", path), target


def _states(data: bytes, wanted: frozenset[Wanted]) -> Iterator[tuple[Wanted, Answer]]:
    """Say why what did not come did not: it is not there, not for us, or empty."""
    for line in os.fsdecode(data).split("\n"):
        state, _, path = line.partition(" ")
        for kind in "fdlvt":
            one = Wanted(kind, path)
            if one not in wanted:
                continue
            if state == "r" and kind == "f":
                yield one, b""
            elif state in _STATES:
                status, reason = _STATES[state]
                yield one, NotHere(status, f"{path}: {reason}")
            else:
                status = Status.NO_PERMISSION if kind == "l" else Status.UNREADABLE
                yield one, NotHere(status, f"{path}: could not be read through sh")

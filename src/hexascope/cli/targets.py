"""Reading what the user asks about: `--unit nginx`, `--port 443`."""

from hexascope.domain.errors import BadSettings
from hexascope.domain.target import Target, TargetKind

LONGEST_NAME = 1024
MOST_PORT = 65535


def target(**named: str) -> Target | None:
    """Give the one target that was named, or None; BadSettings for two, or for a senseless one."""
    given = {kind: name.strip() for kind, name in named.items() if name.strip()}
    if not given:
        return None
    if len(given) > 1:
        flags = " and ".join(f"--{kind}" for kind in given)
        raise BadSettings(f"{flags} were given: an examination has one target, name one of them")
    [(kind, name)] = given.items()
    wrong = _wrong(TargetKind(kind), name)
    if wrong:
        raise BadSettings(f"--{kind} {name[:80]!r}: {wrong}")
    return Target(TargetKind(kind), name)


def _wrong(kind: TargetKind, name: str) -> str:
    """Say what is wrong with a name, or ''."""
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"a name has at most {LONGEST_NAME} characters, all printable"
    if kind is TargetKind.PID and not _within(name, 2**22):
        return "a process id is a number from 1 on, as `ps` shows it"
    if kind is TargetKind.PORT and not _within(name, MOST_PORT):
        return f"a port is a number from 1 to {MOST_PORT}"
    if kind in (TargetKind.CGROUP, TargetKind.PATH) and not name.startswith("/"):
        return "write it from the root on, such as /system.slice or /var/lib/x"
    return ""


def _within(word: str, most: int) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 9 and 0 < int(word) <= most

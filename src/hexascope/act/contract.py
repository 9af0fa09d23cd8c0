"""What a parameter may be, and putting parameters into a remedy's commands."""

import re
from collections.abc import Mapping
from dataclasses import replace

from hexascope.domain.remedy import (
    Command,
    Expectation,
    Parameter,
    ParameterKind,
    Proposal,
    Remedy,
)
from hexascope.domain.text import text

_LINE = r"[^\0\n\r]"
PATTERNS: Mapping[ParameterKind, re.Pattern[str]] = {
    ParameterKind.PID: re.compile(r"[1-9][0-9]{0,9}"),
    ParameterKind.CGROUP: re.compile(rf"/{_LINE}{{0,1023}}"),
    ParameterKind.DEVICE: re.compile(r"[\w.!:][\w.!:-]{0,63}"),
    ParameterKind.MOUNT: re.compile(rf"/{_LINE}{{0,1023}}"),
    ParameterKind.PATH: re.compile(rf"/{_LINE}{{0,1023}}"),
    ParameterKind.INTERFACE: re.compile(r"[\w.@:][\w.@:-]{0,31}"),
    ParameterKind.UNIT: re.compile(r"[\w.@:\\][\w.@:\\-]{0,254}"),
    ParameterKind.SYSCTL: re.compile(r"[a-z][\w./-]{1,127}"),
    ParameterKind.PORT: re.compile(r"[0-9]{1,5}"),
    ParameterKind.CPUS: re.compile(r"[0-9]{1,4}([,-][0-9]{1,4}){0,64}"),
    ParameterKind.NUMBER: re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?"),
    ParameterKind.NAME: re.compile(r"[\w.@:+][\w.@:+-]{0,127}"),
}
"""What each kind may look like, whole. Commands are argument lists: a space is no danger, a
leading dash is, so no pattern allows one."""

_COUNTED = (ParameterKind.PID, ParameterKind.PORT, ParameterKind.NUMBER)

SHOWN = ("shown", "shown2")
"""Words that stay open, `{shown}` and `{shown2}`: what the first and the second look printed, or
what stands there behind the last `: `. An undo puts it back; whoever carries out fills it in."""

PLACE = re.compile(r"\{(\w+)\}")


def filled(remedy: Remedy, proposal: Proposal) -> Remedy:
    """Put a proposal's parameters into a remedy's commands.

    Raises ValueError for a parameter that is missing, unknown, of the wrong form or out of range.
    """
    values = dict(proposal.values())
    known = {one.name: one for one in remedy.parameters}
    unknown = values.keys() - known.keys()
    if unknown:
        raise ValueError(f"{remedy.name} has no parameter {min(unknown)!r}")
    for name, parameter in known.items():
        if name not in values:
            raise ValueError(f"{remedy.name} needs the parameter {name!r}")
        _refuse_bad(remedy.name, parameter, values[name])
    for parameter in remedy.parameters:
        for name, factor in parameter.also:
            values[name] = f"{float(values[parameter.name]) * factor:.0f}"
    return replace(
        remedy,
        look=_put(remedy.look, values),
        change=_put(remedy.change, values),
        undo=_put(remedy.undo, values),
        verify=_put(remedy.verify, values),
    )


def _refuse_bad(remedy: str, parameter: Parameter, value: str) -> None:
    if not PATTERNS[parameter.kind].fullmatch(value) or ".." in value.split("/"):
        raise ValueError(f"{remedy}: {value!r} is no {parameter.kind.value} ({parameter.name})")
    if parameter.kind in _COUNTED:
        number = float(value)
        least = parameter.least if parameter.least is not None else number
        most = parameter.most if parameter.most is not None else number
        if not least <= number <= most:
            raise ValueError(f"{remedy}: {parameter.name}={value} is not within {least} to {most}")


def _put(commands: tuple[Command, ...], values: Mapping[str, str]) -> tuple[Command, ...]:
    return tuple(
        replace(
            one,
            words=tuple(_worded(word, values) for word in one.words),
            input=_worded(one.input, values),
        )
        for one in commands
    )


def _worded(word: str, values: Mapping[str, str]) -> str:
    """Put values in, in one go: a value that looks like a parameter stays what it is."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), word)


PID = Parameter(
    name="pid",
    kind=ParameterKind.PID,
    meaning="the process, by its id",
    least=1,
    most=4_194_304,
)
STOPPABLE = replace(PID, meaning="the process, by its id; never the first", least=2)
CGROUP = Parameter(
    name="cgroup",
    kind=ParameterKind.CGROUP,
    meaning="the control group, by its path below the hierarchy's root",
)
DEVICE = Parameter(
    name="device",
    kind=ParameterKind.DEVICE,
    meaning="the block device, by its name in /sys/class/block",
)
MOUNT = Parameter(
    name="mount", kind=ParameterKind.MOUNT, meaning="the mount point of the filesystem"
)
FILE = Parameter(name="path", kind=ParameterKind.PATH, meaning="the file, by its path")
INTERFACE = Parameter(
    name="interface", kind=ParameterKind.INTERFACE, meaning="the network interface, by its name"
)
UNIT = Parameter(name="unit", kind=ParameterKind.UNIT, meaning="the unit of systemd, by its name")
PORT = Parameter(
    name="port",
    kind=ParameterKind.PORT,
    meaning="the port that is listened on",
    least=1,
    most=65_535,
)
SIZE = Parameter(
    name="bytes", kind=ParameterKind.NUMBER, meaning="the size in bytes", least=2**20, most=2**49
)


def command(
    why: str,
    *words: str,
    input: str = "",  # noqa: A002 - what stands at its stdin
    only: str = "",
) -> Command:
    """Make a command of its purpose and its words."""
    return Command(words=words, why=text(why), input=input, only=only)


def either(
    why: str,
    first: str,
    second: str,
    *,
    input: str = "",  # noqa: A002 - as above
    second_input: str = "",
) -> tuple[Command, Command]:
    """Read, or write `input` to, a file of control groups: where version 1 and where 2 has it."""
    verb = "tee" if input else "cat"
    return (
        command(why, verb, f"/sys/fs/cgroup{first}", input=input, only="cgroup1"),
        command(why, verb, f"/sys/fs/cgroup{second}", input=second_input or input, only="cgroup2"),
    )


def expect(family: str, direction: str, words: str) -> Expectation:
    """Say what must become better: a family, `down` or `up`, and that in a sentence."""
    return Expectation(family=family, direction=direction, text=text(words))

"""What a parameter may be, and putting parameters into a remedy's commands."""

import re
from collections.abc import Mapping
from dataclasses import replace

from hexascope.domain.remedy import Command, Parameter, ParameterKind, Proposal, Remedy

PATTERNS: Mapping[ParameterKind, re.Pattern[str]] = {
    ParameterKind.PID: re.compile(r"[1-9]\d{0,9}"),
    ParameterKind.CGROUP: re.compile(r"/[\w.@:/\\+-]{0,1023}"),
    ParameterKind.DEVICE: re.compile(r"[\w.!-]{1,64}"),
    ParameterKind.MOUNT: re.compile(r"/[^\0\n\r]{0,1023}"),
    ParameterKind.PATH: re.compile(r"/[^\0\n\r]{0,1023}"),
    ParameterKind.INTERFACE: re.compile(r"[\w.@:-]{1,32}"),
    ParameterKind.UNIT: re.compile(r"[\w.@:\\-]{1,255}"),
    ParameterKind.SYSCTL: re.compile(r"[a-z][\w.-]{1,127}"),
    ParameterKind.PORT: re.compile(r"\d{1,5}"),
    ParameterKind.CPUS: re.compile(r"\d{1,4}([,-]\d{1,4}){0,64}"),
    ParameterKind.NUMBER: re.compile(r"\d{1,15}(\.\d{1,6})?"),
    ParameterKind.NAME: re.compile(r"[\w.@:+-]{1,128}"),
}
"""What each kind may look like, whole. Commands are argument lists: a space is no danger, a
leading dash is, so no pattern allows one."""


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
    if parameter.kind is ParameterKind.NUMBER:
        number = float(value)
        least = parameter.least if parameter.least is not None else number
        most = parameter.most if parameter.most is not None else number
        if not least <= number <= most:
            raise ValueError(f"{remedy}: {parameter.name}={value} is not within {least} to {most}")


def _put(commands: tuple[Command, ...], values: Mapping[str, str]) -> tuple[Command, ...]:
    return tuple(
        replace(one, words=tuple(_worded(word, values) for word in one.words)) for one in commands
    )


def _worded(word: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(f"{{{name}}}", value)
    return word

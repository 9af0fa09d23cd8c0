"""Folded: one line a call stack, `program;function;function count`, as flame graph tools read."""

from collections.abc import Iterator

from hexascope.domain.examination import Examination
from hexascope.report.contract import Format, Manner
from hexascope.report.profiles import frame, profiles


def _write(about: Examination, manner: Manner) -> str:  # noqa: ARG001 - it has no words
    return "\n".join(_lines(about))


def _lines(about: Examination) -> Iterator[str]:
    """Give all profiles, each stack below its profile's name and kind."""
    for one in profiles(about):
        root = _name(f"{one.name} ({one.kind.value})")
        for frames, count in one.stacks:
            yield ";".join((root, *map(_name, frames))) + f" {count}"


def _name(words: str) -> str:
    """A semicolon parts frames: in a name it becomes a colon."""
    return frame(words).replace(";", ":")


folded = Format(
    name="folded",
    ending="folded",
    media_type="text/plain",
    write=_write,
    text="Folded: call stacks, one a line with its count, for other flame graph tools (--deep).",
    of_profiles=True,
)

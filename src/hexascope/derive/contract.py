"""What a deriver is: a pure function from a window, and what was derived before, to facts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import cleandoc

from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Window

Derive = Callable[[Window, Facts], Iterable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deriver:
    """Yields Evidence, Missing, or rows of `domain.rows`; `after` names derivers it builds on."""

    name: str
    after: tuple[str, ...]
    derive: Derive
    text: str


def deriver(*, after: Sequence[str] = ()) -> Callable[[Derive], Deriver]:
    """Make a Deriver of a generator function; its name and docstring become the deriver's."""

    def made(derive: Derive) -> Deriver:
        return Deriver(
            name=getattr(derive, "__name__", ""),
            after=tuple(after),
            derive=derive,
            text=cleandoc(derive.__doc__ or ""),
        )

    return made

"""A sentence for people with its values still in it, so that it can be proven and translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias

Value: TypeAlias = "float | str | Text"


@dataclass(frozen=True, slots=True)
class Text:
    """An English template and its values: `text("{n:count} {n:task waits|tasks wait}", n=3)`.

    The part behind the colon says how a value is shown (see `hexascope.kit.format`): `count`,
    `mean`, `percent`, `bytes`, `bytes_per_s`, `bits_per_s`, `per_s`, `seconds`, `number`; or it is
    the word that is counted, for one and for many. A value without it is a word that came from the
    host. Numbers must have one: that is how the claim can be checked. A value may be a Text itself:
    a sentence that quotes another.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def numbers(self) -> Mapping[str, float]:
        """Give the numbers that this sentence states, by name; those of a quoted one dotted."""
        found: dict[str, float] = {}
        for name, value in self.values:
            if isinstance(value, Text):
                found.update({f"{name}.{inner}": one for inner, one in value.numbers().items()})
            elif not isinstance(value, str):
                found[name] = value
        return found


def text(template: str, **values: Value) -> Text:
    """Make a Text; a name in the template without a value is a mistake in the program."""
    fields = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    missing = fields - values.keys()
    if missing:
        raise ValueError(f"no value for {sorted(missing)} in {template!r}")
    return Text(template, tuple((name, values[name]) for name in sorted(fields)))

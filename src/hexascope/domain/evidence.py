"""Evidence: a reading in its place, with an identity that is the same everywhere."""

from dataclasses import dataclass
from enum import StrEnum

from hexascope.domain.use import Aspect, Resource, Unit

LONGEST_TEXT = 256
"""Characters that a text value may have; the rest is cut where it is read."""

Labels = tuple[tuple[str, str], ...]
"""Label names and values, sorted by name."""


class Kind(StrEnum):
    """How a family's values behave over time."""

    GAUGE = "gauge"
    COUNTER = "counter"
    DERIVED = "derived"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One row of the declared table: what a name means, in which unit, with which labels.

    `made_from` names the families that a derived one needs, so that its absence has a reason.
    `bytes_` says that a count or a rate is one of bytes, which changes only how people see it.
    """

    name: str
    unit: Unit
    meaning: str
    labels: tuple[str, ...] = ()
    kind: Kind = Kind.DERIVED
    resource: Resource | None = None
    aspect: Aspect | None = None
    made_from: tuple[str, ...] = ()
    bytes_: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One proven value: what a finding, an opinion or a claim may rest on.

    `window_s` is 0 for what was read once; `series` holds (seconds since the first look, value)
    from the light looks where the window saw them.
    """

    family: str
    labels: Labels = ()
    value: float | str
    unit: Unit
    source: str
    window_s: float = 0.0
    resource: Resource | None = None
    aspect: Aspect | None = None
    series: tuple[tuple[float, float], ...] = ()

    @property
    def key(self) -> str:
        """Give the identity: `family{label=value,…}`."""
        return key(self.family, self.labels)

    @property
    def number(self) -> float:
        """Give the value as a number; a text has none, and asking is a mistake in the program."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.key} is a text: {self.value!r}")
        return self.value

    def label(self, name: str) -> str:
        """Give one label's value, empty where there is none."""
        return dict(self.labels).get(name, "")


def labels_of(labels: dict[str, str]) -> Labels:
    """Give labels in their canonical order."""
    return tuple(sorted(labels.items()))


def key(family: str, labels: Labels) -> str:
    """Give the name of one series or piece of evidence: `disk.await{device=vda}`."""
    if not labels:
        return family
    return f"{family}{{{','.join(f'{name}={_escaped(value)}' for name, value in labels)}}}"


def _escaped(value: str) -> str:
    """Escape what would make a key ambiguous or invisible."""
    out = []
    for char in value:
        if char in "\\,={}" or not char.isprintable():
            out.append(f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}")
        else:
            out.append(char)
    return "".join(out)

"""The label index: which series are kept, found by family, labels and host."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import Connection

from hexascope.domain.errors import BadInput
from hexascope.domain.series import LONGEST_KEY, Named, parted
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.series import series_names

MOST_SEEN = 200_000
"""Names that one question goes through."""

_GLOB = set("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which series: a glob for the family, and one for each label that is named."""

    family: str
    labels: tuple[tuple[str, str], ...] = ()

    def fits(self, key: str) -> bool:
        """Tell whether a key is one of them."""
        family, labels = parted(key)
        return fnmatchcase(family, self.family) and self.fits_labels(dict(labels))

    def fits_labels(self, labels: dict[str, str]) -> bool:
        """Tell whether these labels are those of one of them."""
        return all(
            name in labels and fnmatchcase(labels[name], pattern) for name, pattern in self.labels
        )


def match_of(words: str) -> Match:
    """Read `disk.*{device=vd*}`: globs for the family and for labels; BadInput.

    >>> match_of("disk.*{device=vd*}").labels
    (('device', 'vd*'),)
    """
    family, brace, rest = words.strip().partition("{")
    wrong = BadInput(f"{words[:80]!r}: write family{{label=value,…}}; * stands for anything")
    if not family or len(words) > LONGEST_KEY or not words.isprintable():
        raise wrong
    if not brace:
        return Match(family=family)
    if not rest.endswith("}"):
        raise wrong
    pairs = [one.partition("=") for one in rest[:-1].split(",") if one]
    if not all(name.strip() and equals for name, equals, _ in pairs):
        raise wrong
    return Match(
        family=family,
        labels=tuple((name.strip(), pattern.strip().strip('"')) for name, _, pattern in pairs),
    )


async def find(
    scope: Scope,
    match: Match,
    *,
    hosts: Callable[[str], bool],
    since: float,
    limit: int,
) -> Sequence[Named]:
    """Give the series that fit and were told after a moment, by host and key; BadInput.

    `hosts` tells which hosts (by id) may be among them.
    """
    names = series_names.c

    def work(connection: Connection) -> Sequence[Named]:
        columns = (names.host, names.id, names.key, names.first, names.last)
        chosen = scope.select(series_names, *columns).where(*_told(match, since))
        found = []
        rows = connection.execute(chosen.limit(MOST_SEEN + 1))
        for number, (host, id_, key, first, last) in enumerate(rows):
            if number == MOST_SEEN:
                raise BadInput(
                    f"more than {MOST_SEEN} series begin so: name the family, or begin it"
                )
            if hosts(host) and match.fits(key):
                found.append(Named(host=host, number=id_, key=key, first=first, last=last))
                if len(found) > limit:
                    raise BadInput(f"more than {limit} series fit: name a host, a family or labels")
        return sorted(found, key=lambda one: (one.host, one.key))

    return await scope.read(work)


async def keys_that_fit(
    scope: Scope, match: Match, *, since: float, limit: int
) -> Mapping[int, str]:
    """Give the keys that fit, whatever the hosts, by their numbers; BadInput."""
    names = series_names.c

    def work(connection: Connection) -> Mapping[int, str]:
        chosen = scope.select(series_names, names.id, names.key).where(*_told(match, since))
        rows = connection.execute(chosen.distinct().limit(MOST_SEEN))
        found = {number: key for number, key in rows if match.fits(key)}
        if len(found) > limit:
            raise BadInput(f"more than {limit} keys fit: name the family, or labels")
        return found

    return await scope.read(work)


def _told(match: Match, since: float) -> list[Any]:
    """Give the conditions that the index knows: the rest is left to `fits`."""
    names = series_names.c
    literal = _literal(match.family)
    if literal == match.family:
        return [names.last >= since, names.family == match.family]
    if not literal:
        return [names.last >= since]
    return [names.last >= since, names.family.startswith(literal, autoescape=True)]


def _literal(pattern: str) -> str:
    for place, letter in enumerate(pattern):
        if letter in _GLOB:
            return pattern[:place]
    return pattern

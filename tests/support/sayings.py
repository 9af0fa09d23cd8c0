"""The shapes in which people state what was measured: each true of a fact, and each altered.

A shape gives for a fact a true sentence and false ones, in both languages. What is altered is the
number, the unit, the side of a bound, who is named, which way it goes, or a 'not'.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hexascope.consult.ledger.known import Fact, Known
from hexascope.consult.ledger.quantity import Dimension
from hexascope.consult.ledger.trends import direction
from hexascope.words import Language
from tests.support import claims

EN, PT = Language.ENGLISH, Language.PORTUGUESE
SIZES = (("KiB", 2**10), ("MiB", 2**20), ("GiB", 2**30), ("MB", 10**6), ("GB", 10**9))
TIMES = (("ms", 1e-3), ("s", 1.0), ("min", 60.0))
FEWEST = 1e-3
WRONG = (0.37, 2.9, 0.55, 1.9, 4.3)
"""By what a number is altered: no rounding and no bound comes near to it."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence of a shape; `altered` says what is false of it, '' where it is true."""

    shape: str
    sentence: str
    about: Known
    language: Language
    altered: str = ""


Shape = Callable[[Known, Fact, str, Language, int], Iterator[tuple[str, str]]]
"""(case, fact, its owner's name, language, place) → (sentence, what is altered)."""


def sayings(abouts: Sequence[Known]) -> Iterator[Saying]:
    """Give every shape of every fact that has an owner with a name."""
    for about, language in itertools.product(abouts, Language):
        for place, fact in enumerate(claims.owned(about)):
            name = claims.name_of(fact)
            for shape, made in SHAPES.items():
                for sentence, altered in made(about, fact, name, language, place):
                    yield Saying(shape, sentence, about, language, altered)
        for first, second, rank in claims.pairs(about):
            for sentence, altered in compared(first, second, rank, language):
                yield Saying("comparison", sentence, about, language, altered)
        for fact in claims.moving(about):
            for sentence, altered in moved(fact, language):
                yield Saying("trend", sentence, about, language, altered)


def rounded(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    word = "about" if language is EN else "cerca de"
    for value, altered in _values(about, fact, place):
        written = _plain(value, fact.dimension, language, digits=2)
        if written:
            is_ = "is at" if language is EN else "está em"
            yield f"{name} {is_} {word} {written}.", altered


def converted(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """The same value in another unit of what it measures."""
    units = {Dimension.BYTES: SIZES, Dimension.SECONDS: TIMES}.get(fact.dimension, ())
    fitting = [(unit, size) for unit, size in units if 0.1 <= abs(fact.value) / size < 10_000]
    for unit, size in fitting:
        for value, altered in _values(about, fact, place):
            number = _number(value / size, 4, language)
            shown = "shows" if language is EN else "mostra"
            yield f"{name} {shown} {number} {unit}.", altered


def bounded(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """At least, at most, over, under: true on this side of the value, false on the other."""
    words = {
        EN: (("at least", True), ("more than", True), ("at most", False), ("less than", False)),
        PT: (("pelo menos", True), ("mais de", True), ("no máximo", False), ("menos de", False)),
    }[language]
    said, above = words[place % 4]
    is_ = "has" if language is EN else "tem"
    for factor, altered in ((0.8 if above else 1.25, ""), (1.9 if above else 0.5, "bound")):
        value = fact.value * factor
        written = _plain(value, fact.dimension, language, digits=3)
        if altered and _true_of_own(about, fact, value, slack=1.0):
            continue
        if written and fact.value > 0 and not _whole_small(fact):
            yield f"{name} {is_} {said} {written}.", altered


def ranged(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    words = {
        EN: ("is between {low} and {high}{unit}", "is at {low} to {high}{unit}"),
        PT: ("está entre {low} e {high}{unit}", "está em {low} a {high}{unit}"),
    }[language]
    value, unit = _scaled(fact)
    if not unit or value <= 0:
        return
    for factor, altered in ((1.0, ""), (WRONG[place % len(WRONG)], "range")):
        low, high = value * factor * 0.9, value * factor * 1.1
        if altered and _within_own(about, fact, factor):
            continue
        told = words[place % 2].format(
            low=_number(low, 3, language), high=_number(high, 3, language), unit=unit
        )
        yield f"{name} {told}.", altered


def listed(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """Two numbers of one owner in one sentence; then one of the two is altered."""
    others = [one for one in claims.owned(about) if one.names & fact.names and one.key != fact.key]
    if not others:
        return
    other = others[place % len(others)]
    first = claims.value_of(fact.value, fact.dimension, language)
    second = claims.value_of(other.value, other.dimension, language)
    if other.names.isdisjoint({name}):
        return
    and_, has = ("and", "has") if language is EN else ("e", "tem")
    yield f"{name} {has} {first} {and_} {second}.", ""
    wrong = other.value * WRONG[place % len(WRONG)]
    if not claims.also_true(about, other, wrong):
        altered = claims.value_of(wrong, other.dimension, language)
        yield f"{name} {has} {first} {and_} {altered}.", "number"


def negated(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """A 'not' before what is true is false; 'not more than' is a bound and no denial."""
    written = claims.value_of(fact.value, fact.dimension, language)
    is_not = ("is not at", "isn't at", "never reached")[place % 3]
    if language is PT:
        is_not = ("não está em", "nunca chegou a", "não tem")[place % 3]
    yield f"{name} {is_not} {written}.", "negation"
    above = _plain(fact.value * 1.25, fact.dimension, language, digits=3)
    if above and fact.value > 0 and not _whole_small(fact):
        no_more = "is at no more than" if language is EN else "não passa de"
        yield f"{name} {no_more} {above}.", ""


def in_passing(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """Ordinals and names of techniques beside a number: they are no quantities."""
    for value, altered in _values(about, fact, place):
        written = claims.value_of(value, fact.dimension, language)
        if language is EN:
            more = ("as the 1st of these", "on an ext4 volume", "first of all", "over IPv6")
            yield f"{name} is at {written}, {more[place % 4]}.", altered
        else:
            more = ("como o 1º destes", "em um volume ext4", "antes de tudo", "por IPv6")
            yield f"{name} está em {written}, {more[place % 4]}.", altered


def told_first(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """The number before who it is of."""
    for value, altered in _values(about, fact, place):
        written = claims.value_of(value, fact.dimension, language)
        if language is EN:
            yield f"We measured {written} for {name}.", altered
        else:
            yield f"Medimos {written} em {name}.", altered


def lasting(
    about: Known, fact: Fact, name: str, language: Language, place: int
) -> Iterator[tuple[str, str]]:
    """Long times as minutes and seconds, or hours and minutes."""
    if fact.dimension is not Dimension.SECONDS or not 61 <= fact.value < 86_400:
        return
    for value, altered in _values(about, fact, place):
        whole = round(value)
        if not 61 <= whole < 86_400:
            continue
        hours, rest = divmod(whole, 3600)
        parts = f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"
        word = "shows" if language is EN else "mostra"
        yield f"{name} {word} {parts}.", altered


SHAPES: dict[str, Shape] = {
    "about": rounded,
    "unit": converted,
    "bound": bounded,
    "range": ranged,
    "list": listed,
    "negation": negated,
    "in passing": in_passing,
    "number first": told_first,
    "duration": lasting,
}


def compared(first: Fact, second: Fact, rank: int, language: Language) -> Iterator[tuple[str, str]]:
    """Say who has more of the same; then the other way round."""
    more, less = claims.name_of(first), claims.name_of(second)
    if rank < 0:
        more, less = less, more
    if language is EN:
        yield f"{more} is higher than {less}.", ""
        yield f"{less} has more than {more}.", "comparison"
        yield f"{more} is lower than {less}.", "comparison"
    else:
        yield f"{more} está mais alto que {less}.", ""
        yield f"{less} tem mais do que {more}.", "comparison"
        yield f"{more} é menor que {less}.", "comparison"


def moved(fact: Fact, language: Language) -> Iterator[tuple[str, str]]:
    """Say which way it goes, and which way it does not."""
    name, up = claims.name_of(fact), direction(fact) > 0
    if language is EN:
        right, wrong = ("growing", "falling") if up else ("falling", "growing")
        yield f"{name} is {right}.", ""
        yield f"{name} is {wrong}.", "trend"
        yield f"{name} is not {right}.", "negation"
    else:
        right, wrong = ("crescendo", "caindo") if up else ("caindo", "crescendo")
        yield f"{name} está {right}.", ""
        yield f"{name} está {wrong}.", "trend"
        yield f"{name} não está {right}.", "negation"


def _values(about: Known, fact: Fact, place: int) -> Iterator[tuple[float, str]]:
    """Give the true value, and a false one where it is not another true one by chance."""
    yield fact.value, ""
    wrong = fact.value * WRONG[place % len(WRONG)]
    if not claims.also_true(about, fact, wrong) and not _whole_small(fact):
        yield wrong, "number"


def _whole_small(fact: Fact) -> bool:
    return fact.dimension is Dimension.COUNT and abs(fact.value) < 20


def _scaled(fact: Fact) -> tuple[float, str]:
    """Give a value as people write it, with its unit; '' where it has none."""
    if fact.dimension is Dimension.RATIO:
        return fact.value * 100, " %"
    if fact.dimension is Dimension.SECONDS and fact.value < 1:
        return fact.value * 1000, " ms"
    if fact.dimension is Dimension.SECONDS:
        return fact.value, " s"
    if fact.dimension is Dimension.BYTES:
        return fact.value / 2**20, " MiB"
    return fact.value, ""


def _plain(value: float, dimension: Dimension, language: Language, *, digits: int) -> str:
    """Write a value with so many digits; '' where that would be nothing."""
    scaled, unit = _scaled(Fact(value, dimension))
    if dimension in (Dimension.PER_S, Dimension.BYTES_PER_S):
        return ""
    return f"{_number(scaled, digits, language)}{unit}" if abs(scaled) >= FEWEST else ""


def _number(value: float, digits: int, language: Language) -> str:
    written = f"{value:.{digits}g}"
    if "e" in written:
        written = f"{float(written):.0f}"
    return written.replace(".", ",") if language is PT else written


def _true_of_own(about: Known, fact: Fact, value: float, *, slack: float) -> bool:
    """Say whether a bound at a value is true of another fact of the same owner."""
    return any(
        other.names & fact.names
        and other.dimension is fact.dimension
        and other.key != fact.key
        and abs(other.value) >= abs(value) / (10.0 + slack)
        for other in about.facts
    )


def _within_own(about: Known, fact: Fact, factor: float) -> bool:
    low, high = fact.value * factor * 0.85, fact.value * factor * 1.15
    return any(
        other.names & fact.names
        and other.dimension is fact.dimension
        and low <= other.value <= high
        for other in about.facts
    )

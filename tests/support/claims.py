"""True sentences about kept hosts, and the same with one thing altered."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hexascope.consult.ledger.known import Fact, Known, known
from hexascope.consult.ledger.quantity import Dimension
from hexascope.consult.ledger.subjects import subjects
from hexascope.consult.ledger.trends import direction
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.kit.format import show
from hexascope.services.examinations import Wishes
from hexascope.services.sources.kept import KeptLooks
from hexascope.words import Language
from tests.support import cases as made
from tests.support import kept
from tests.support.kept_digests import service
from tests.support.panel import finding, process_entity

SHOWN = {
    Dimension.RATIO: "percent",
    Dimension.SECONDS: "seconds",
    Dimension.BYTES: "bytes",
    Dimension.BYTES_PER_S: "bytes_per_s",
    Dimension.PER_S: "per_s",
    Dimension.COUNT: "count",
}
WORDED = {
    Language.ENGLISH: (
        "{name} is at {value}.",
        "The evidence shows {value} for {name}, which is what to look at first.",
        "We see about {value} at {name}.",
        "At {name} it is {value}, and nobody else is near that.",
    ),
    Language.PORTUGUESE: (
        "{name} está em {value}.",
        "A evidência mostra {value} para {name}, que é o que ver primeiro.",
        "Vemos cerca de {value} em {name}.",
        "Em {name} são {value}, e ninguém mais chega perto disso.",
    ),
}
RISING = {
    Language.ENGLISH: ("{name} keeps rising.", "{name} keeps falling."),
    Language.PORTUGUESE: ("{name} está subindo.", "{name} está caindo."),
}
FACTORS = (0.5, 2.0, 1.4, 0.6, 10.0, 0.1, 3.0)
UNITS = {
    " ms": (" s", " µs", " min"),
    " s": (" ms", " min", " h"),
    " µs": (" ms", " s"),
    " min": (" s", " h"),
    " h": (" min", " d"),
    " d": (" h", " s"),
    " KiB": (" MiB", " GiB"),
    " MiB": (" KiB", " GiB"),
    " GiB": (" MiB", " TiB"),
    " TiB": (" GiB",),
    "%": (" ms", " MiB"),
    "/s": (" ms", "%"),
}
INVENTED = ("nvme7n1", "/data/ghost", "phantom.service", "10.99.88.77", "`walrus`", "eth9")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, in which case and language, and what was altered ('' for a true one)."""

    sentence: str
    about: Known
    language: Language
    altered: str = ""


@cache
def cases() -> tuple[Case, ...]:
    """Weigh the kept hosts once."""
    parts = service()
    found = []
    with TemporaryDirectory() as folder:
        for name in kept.names():
            bundle = Path(folder) / f"{name}.hxb"
            bundle.write_bytes(kept.bundle(kept.made(name), parts))
            looked = KeptLooks(path=bundle).look(parts, Wishes(), lambda _: None, None)
            found.append(parts.weigh(looked, Wishes()))
    return tuple(found)


@cache
def drawn(number: int = 12, seed: int = 2026) -> tuple[Known, ...]:
    """Give cases of four devices and four programs each, whose values and courses are drawn."""
    return tuple(_drawn(Random(f"{seed}/{at}")) for at in range(number))


def _drawn(draw: Random) -> Known:
    pieces = [
        _with_course(draw, made.fact("disk.await", draw.uniform(0.001, 2.0), device=name))
        for name in ("vda", "vdb", "sdc", "nvme0n1")
    ]
    programs = [
        process_entity(name, 4000 + at) for at, name in enumerate(("api", "etl", "web", "dbd"))
    ]
    shares = [
        _with_course(
            draw, made.fact("process.cpu_share", draw.uniform(0.02, 3.5), pid=str(one.pid))
        )
        for one in programs
    ]
    found = tuple(
        finding("busy_thread", evidence=(share,), culprit=one)
        for one, share in zip(programs, shares, strict=True)
    )
    return known(made.case(*pieces, *shares, findings=found), (*pieces, *shares))


def _with_course(draw: Random, piece: Evidence) -> Evidence:
    """Let a value rise, fall or stay over the window."""
    slope = draw.choice((0.5, -0.4, 0.0))
    value = piece.number
    return replace(
        piece,
        series=tuple((at / 4, value * (1 + slope * (at - 10) / 20)) for at in range(21)),
    )


@cache
def abouts() -> tuple[Known, ...]:
    """Give what is known of each case, with the evidence that its coverage names shown."""
    return tuple(known(case, _shown(case)) for case in cases())


def true_ones() -> Iterator[Said]:
    """Give true sentences on every fact that has an owner with a name."""
    for about, language in itertools.product(abouts(), Language):
        for place, fact in enumerate(owned(about)):
            worded = WORDED[language][place % 4]
            yield Said(
                worded.format(name=name_of(fact), value=_value(fact, language)), about, language
            )
        for fact in moving(about):
            worded = RISING[language][0 if direction(fact) > 0 else 1]
            yield Said(worded.format(name=name_of(fact)), about, language)


def altered_ones() -> Iterator[Said]:
    """Give the same sentences with a number, a unit, an entity or a trend altered."""
    for about, language in itertools.product(abouts(), Language):
        for place, fact in enumerate(owned(about)):
            worded = WORDED[language][place % 4]
            yield from _altered(about, language, fact, worded, place)
        for fact in moving(about):
            worded = RISING[language][1 if direction(fact) > 0 else 0]
            yield Said(worded.format(name=name_of(fact)), about, language, "trend")


def _altered(
    about: Known, language: Language, fact: Fact, worded: str, place: int
) -> Iterator[Said]:
    name, value = name_of(fact), _value(fact, language)
    factor = FACTORS[place % len(FACTORS)]
    other = value_of(fact.value * factor, fact.dimension, language)
    if other != value and not also_true(about, fact, fact.value * factor):
        yield Said(worded.format(name=name, value=other), about, language, "number")
    for unit, others in UNITS.items():
        if value.endswith(unit):
            turned = value.removesuffix(unit) + others[place % len(others)]
            yield Said(worded.format(name=name, value=turned), about, language, "unit")
            break
    invented = INVENTED[place % len(INVENTED)]
    yield Said(worded.format(name=invented, value=value), about, language, "entity")
    other_owner = _other_owner(about, fact, place)
    if other_owner:
        yield Said(worded.format(name=other_owner, value=value), about, language, "owner")


def _other_owner(about: Known, fact: Fact, place: int) -> str:
    """Give the name of somebody else of this case of whom the number is not true as well."""
    own = [other for other in about.facts if other.names & fact.names]
    related = {name for other in own for name in other.names}
    free = sorted(
        name
        for other in about.facts
        if not other.names & related and not also_true(about, other, fact.value)
        if (name := name_of(other))
    )
    return free[place % len(free)] if free else ""


def _shown(case: Case) -> list:  # type: ignore[type-arg] # of Evidence
    keys = {key for cell in case.coverage for key in cell.evidence}
    families = sorted({key.partition("{")[0] for key in keys})
    return [piece for family in families for piece in case.of(family) if piece.key in keys]


def pairs(about: Known) -> Iterator[tuple[Fact, Fact, int]]:
    """Give facts that measure the same of different owners, and which of the two is larger."""
    named = [fact for fact in owned(about) if fact.family]
    for first, second in itertools.combinations(named, 2):
        same = first.family == second.family and first.names.isdisjoint(second.names)
        rank = (first.value > second.value) - (first.value < second.value)
        only = {fact.family for fact in named if fact.names & first.names} & {
            fact.family for fact in named if fact.names & second.names
        }
        if same and rank and only == {first.family} and _far(first.value, second.value):
            yield first, second, rank


def _far(one: float, other: float) -> bool:
    return abs(one - other) > 0.05 * max(abs(one), abs(other))


def owned(about: Known) -> list[Fact]:
    """Give facts with an owner whose name can be said, whose value is not next to nothing."""
    return [
        fact
        for fact in about.facts
        if fact.key and fact.names and name_of(fact) and abs(fact.value) > 1e-3
    ]


def moving(about: Known) -> list[Fact]:
    return [fact for fact in about.facts if fact.names and name_of(fact) and direction(fact)]


def name_of(fact: Fact) -> str:
    """Give a name that can be said of the owner; 'cpu' is a resource as well, and so nobody's."""
    names = sorted(
        one for one in fact.names if len(one) > 2 and not one.isdecimal() and not subjects(one)
    )
    return names[0] if names else ""


def _value(fact: Fact, language: Language) -> str:
    return value_of(fact.value, fact.dimension, language)


def value_of(value: float, dimension: Dimension, language: Language) -> str:
    return show(value, SHOWN[dimension], decimal_comma=language is Language.PORTUGUESE)


def also_true(about: Known, fact: Fact, value: float) -> bool:
    """Say whether the altered number is another true one of the same owner."""
    return any(
        other.names & fact.names
        and other.dimension is fact.dimension
        and abs(other.value - value) <= abs(value) * 0.1
        for other in about.facts
    )

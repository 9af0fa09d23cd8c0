"""True sentences about kept hosts, and the same with one thing altered."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hexascope.consult.ledger.known import Fact, Known, known
from hexascope.consult.ledger.quantities import Dimension
from hexascope.consult.ledger.trends import direction
from hexascope.domain.case import Case
from hexascope.kit.format import show
from hexascope.services.examinations import Wishes
from hexascope.services.sources.kept import KeptLooks
from hexascope.words import Language
from tests.support import kept
from tests.support.kept_digests import service

HOSTS = (
    "cgroup1_container",
    "cgroup2_oom_pod",
    "cgroup2_throttled_unit",
    "ec2_allowance",
    "metal_heat",
    "metal_nvme_worn",
    "metal_raid_degraded",
)

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
        for name in HOSTS:
            bundle = Path(folder) / f"{name}.hxb"
            bundle.write_bytes(kept.bundle(kept.made(name), parts))
            looked = KeptLooks(path=bundle).look(parts, Wishes(), lambda _: None, None)
            found.append(parts.weigh(looked, Wishes()))
    return tuple(found)


@cache
def abouts() -> tuple[Known, ...]:
    """Give what is known of each case, with the evidence that its coverage names shown."""
    return tuple(known(case, _shown(case)) for case in cases())


def true_ones() -> Iterator[Said]:
    """Give true sentences on every fact that has an owner with a name."""
    for about, language in itertools.product(abouts(), Language):
        for place, fact in enumerate(_owned(about)):
            worded = WORDED[language][place % 4]
            yield Said(
                worded.format(name=_name(fact), value=_value(fact, language)), about, language
            )
        for fact in _moving(about):
            worded = RISING[language][0 if direction(fact) > 0 else 1]
            yield Said(worded.format(name=_name(fact)), about, language)


def altered_ones() -> Iterator[Said]:
    """Give the same sentences with a number, a unit, an entity or a trend altered."""
    for about, language in itertools.product(abouts(), Language):
        for place, fact in enumerate(_owned(about)):
            worded = WORDED[language][place % 4]
            yield from _altered(about, language, fact, worded, place)
        for fact in _moving(about):
            worded = RISING[language][1 if direction(fact) > 0 else 0]
            yield Said(worded.format(name=_name(fact)), about, language, "trend")


def _altered(
    about: Known, language: Language, fact: Fact, worded: str, place: int
) -> Iterator[Said]:
    name, value = _name(fact), _value(fact, language)
    factor = FACTORS[place % len(FACTORS)]
    other = _value_of(fact.value * factor, fact.dimension, language)
    if other != value and not _also_true(about, fact, fact.value * factor):
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
        if not other.names & related and not _also_true(about, other, fact.value)
        if (name := _name(other))
    )
    return free[place % len(free)] if free else ""


def _shown(case: Case) -> list:  # type: ignore[type-arg] # of Evidence
    keys = {key for cell in case.coverage for key in cell.evidence}
    families = sorted({key.partition("{")[0] for key in keys})
    return [piece for family in families for piece in case.of(family) if piece.key in keys]


def _owned(about: Known) -> list[Fact]:
    """Give facts with an owner whose name can be said, whose value is not next to nothing."""
    return [
        fact
        for fact in about.facts
        if fact.key and fact.names and _name(fact) and abs(fact.value) > 1e-3
    ]


def _moving(about: Known) -> list[Fact]:
    return [fact for fact in about.facts if fact.names and _name(fact) and direction(fact)]


def _name(fact: Fact) -> str:
    names = sorted(one for one in fact.names if len(one) > 2 and not one.isdecimal())
    return names[0] if names else ""


def _value(fact: Fact, language: Language) -> str:
    return _value_of(fact.value, fact.dimension, language)


def _value_of(value: float, dimension: Dimension, language: Language) -> str:
    return show(value, SHOWN[dimension], decimal_comma=language is Language.PORTUGUESE)


def _also_true(about: Known, fact: Fact, value: float) -> bool:
    """Say whether the altered number is another true one of the same owner."""
    return any(
        other.names & fact.names
        and other.dimension is fact.dimension
        and abs(other.value - value) <= abs(value) * 0.1
        for other in about.facts
    )

"""Explaining a name: any check, evidence family, specialist or remedy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hexascope.check.contract import Check
from hexascope.consult.contract import Specialist
from hexascope.domain.errors import BadInput
from hexascope.domain.evidence import Family
from hexascope.domain.remedy import Remedy
from hexascope.kit.format import number
from hexascope.words import render

Word = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that has a name."""

    checks: Mapping[str, Check]
    families: Mapping[str, Family]
    specialists: Mapping[str, Specialist]
    remedies: Mapping[str, Remedy]


def explain(name: str, known: Known, word: Word, near: Callable[[str, list[str]], str]) -> str:
    """Explain a name, or raise BadInput with the nearest one."""
    if name in known.checks:
        return "\n".join(_check(known.checks[name], word))
    if name in known.families:
        return "\n".join(_family(known.families[name], known, word))
    if name in known.specialists:
        mandate = known.specialists[name].mandate
        return f"{name}: {word('specialist')}\n\n{paragraphs(mandate, word)}"
    if name in known.remedies:
        return "\n".join(_remedy(known.remedies[name], word))
    names = [*known.checks, *known.families, *known.specialists, *known.remedies]
    raise BadInput(f"nothing is named {name!r}{near(name, names)}; `hexascope checks` lists checks")


def paragraphs(text: str, word: Word) -> str:
    """Translate a docstring paragraph by paragraph."""
    parts = (" ".join(part.split()) for part in text.strip().split("\n\n"))
    return "\n\n".join(word(part) for part in parts)


def _check(one: Check, word: Word) -> Iterator[str]:
    yield f"{one.name}: {word('check')}, {word(one.resource.value)}/{word(one.aspect.value)}"
    yield ""
    yield paragraphs(one.text, word)
    yield ""
    yield f"{word('Needs')}: {', '.join(one.needs)}"
    for limit in one.limits().values():
        yield (
            f"{word('Limit')} {limit.name} = {number(limit.value)} {limit.unit.value}:"
            f" {word(limit.meaning)} ({limit.source}; {word('window')}: {limit.window})"
        )
    if one.limits():
        yield ""
        yield word("Each limit is a setting, such as:")
        first = next(iter(one.limits().values()))
        yield f"  [checks.{one.name}]"
        yield f"  {first.name} = {first.value:g}"


def _family(one: Family, known: Known, word: Word) -> Iterator[str]:
    labels = f"{{{','.join(one.labels)}}}" if one.labels else ""
    yield f"{one.name}{labels}: {word('evidence')}, {one.unit.value}, {one.kind.value}"
    yield ""
    yield word(one.meaning)
    if one.made_from:
        yield f"{word('Made from')}: {', '.join(one.made_from)}"
    users = sorted(name for name, check in known.checks.items() if one.name in check.needs)
    if users:
        yield f"{word('Used by')}: {', '.join(users)}"


def _remedy(one: Remedy, word: Word) -> Iterator[str]:
    yield f"{one.name}: {word('remedy')}, {word('risk')} {word(one.risk.value)}"
    yield ""
    yield word(one.title.template)
    yield ""
    yield f"{word('Why it matters')}: {word(one.why_it_matters)}"
    yield f"{word('What to do')}: {word(one.what_to_do)}"
    for parameter in one.parameters:
        yield f"{word('Parameter')} {parameter.name} ({parameter.kind.value}): {parameter.meaning}"
    for label, several in one.phases:
        for command in several:
            yield f"{word(label)}: {command.typed}"
    yield f"{word('Risk')}: {render(one.risk_text)}"

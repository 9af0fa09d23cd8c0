"""From the text of a file to a user's own specialist, or all that is wrong with it and where."""

import json
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from hexascope.consult.contract import Field
from hexascope.consult.ledger.quantities import quantities
from hexascope.consult.ledger.sentences import PLACE
from hexascope.consult.own.contract import (
    LIMIT,
    LONGEST_FILE_BYTES,
    LONGEST_MANDATE,
    LONGEST_NAME,
    LONGEST_SAY,
    MOST_CONDITIONS,
    MOST_RULES,
    MOST_WANTED,
    Condition,
    OwnSpecialist,
    Rule,
    UnfitError,
)
from hexascope.domain.evidence import Labels, labels_of
from hexascope.domain.families import families
from hexascope.domain.opinion import Role, Stance
from hexascope.domain.use import Aspect, Resource, Severity, Unit
from hexascope.kit.visible import visible
from hexascope.words import Language

NAME = re.compile(r"[a-z][a-z0-9_]{2,39}")
TAKEN = frozenset({*(one.value for one in Role), "solo_analyst", "devils_advocate", "rules"})
"""Names that the panel's record uses for itself."""

_RULE_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEY = re.compile(r"([a-z0-9_.]{1,80})(?:\{([^{}]{0,400})\})?")
_OF_A_SPECIALIST = ("name", "mandate", "resources", "aspects", "evidence", "rules")
_OF_A_RULE = ("id", "when", "say", "severity", "stance", "confidence", "about")
_OF_A_CONDITION = ("evidence", "above", "below", "is")
_SURE = 70
"""How sure a rule is that does not say."""

Wrongs = list[str]


def named(name: str) -> str:
    """Give what is wrong with a name, '' where nothing is."""
    if name in TAKEN:
        return f"{name!r} is one of the six, or of the panel's own names; give another name"
    if not NAME.fullmatch(name):
        told = visible(name)[:LONGEST_NAME]
        return (
            f"{told!r} is no name: a small letter, then small letters, digits and _, 3 to"
            f" {LONGEST_NAME} in all"
        )
    return ""


def read(text: str) -> OwnSpecialist:
    """Read a specialist; UnfitError says all that is wrong, each with where it stands."""
    if len(text.encode(errors="replace")) > LONGEST_FILE_BYTES:
        raise UnfitError((f"it has over {LONGEST_FILE_BYTES} bytes",))
    told = _table(text)
    wrongs: Wrongs = []
    _unknown(told, _OF_A_SPECIALIST, "", wrongs)
    name = _words(told, "name", LONGEST_NAME * 2, wrongs)
    if name and named(name):
        wrongs.append(f"name: {named(name)}")
    made = OwnSpecialist(
        name=name,
        mandate=_words(told, "mandate", LONGEST_MANDATE, wrongs),
        field=Field(
            resources=frozenset(
                Resource(one) for one in _of(told, "resources", list(Resource), wrongs)
            ),
            aspects=frozenset(Aspect(one) for one in _of(told, "aspects", list(Aspect), wrongs)),
        ),
        wants=tuple(_wants(told, wrongs)),
        rules=tuple(_rules(told, wrongs)),
    )
    if wrongs:
        raise UnfitError(tuple(wrongs))
    return made


def _table(text: str) -> Mapping[str, Any]:
    """Read TOML, as files are written, or an object of JSON, as the API takes one."""
    try:
        told: Mapping[str, Any] = (
            json.loads(text) if text.lstrip()[:1] == "{" else tomllib.loads(text)
        )
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise UnfitError((f"it is no TOML: {visible(str(error))[:200]}",)) from None
    return told


def _words(told: Mapping[str, Any], key: str, longest: int, wrongs: Wrongs, at: str = "") -> str:
    value = told.get(key)
    if not isinstance(value, str) or not value.strip():
        wrongs.append(f"{at}{key}: give a text")
        return ""
    if len(value) > longest:
        wrongs.append(f"{at}{key}: it has {len(value)} characters; {longest} is the most")
    return visible(value.strip(), lines=True)[:longest]


def _of(told: Mapping[str, Any], key: str, known: Iterable[str], wrongs: Wrongs) -> Iterator[str]:
    names = [str(one) for one in known]
    value = told.get(key)
    if not isinstance(value, list) or not value:
        wrongs.append(f"{key}: give a list of at least one of {', '.join(names)}")
        return
    for one in value[: len(names)]:
        if isinstance(one, str) and one in names:
            yield one
        else:
            told_ = visible(str(one))[:60]
            wrongs.append(f"{key}: {told_!r} is none; there are {', '.join(names)}")


def _wants(told: Mapping[str, Any], wrongs: Wrongs) -> Iterator[str]:
    value = told.get("evidence", [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        wrongs.append("evidence: give a list of names such as disk.await")
        return
    if len(value) > MOST_WANTED:
        wrongs.append(f"evidence: it names {len(value)}; {MOST_WANTED} is the most")
    for one in value[:MOST_WANTED]:
        if _key(one, "evidence", wrongs) is not None:
            yield one


def _key(name: str, at: str, wrongs: Wrongs) -> tuple[str, Labels] | None:
    """Read `family` or `family{label=value}`."""
    found = _KEY.fullmatch(name)
    if found is None:
        wrongs.append(
            f"{at}: {visible(name)[:80]!r} is no evidence; write disk.await{{device=vda}}"
        )
        return None
    row = families().get(found[1])
    if row is None:
        wrongs.append(f"{at}: no evidence is called {found[1]!r}{_near(found[1], families())}")
        return None
    pairs = [one.partition("=") for one in (found[2] or "").split(",") if one]
    for label, _, _ in pairs:
        if label not in row.labels:
            there = ", ".join(row.labels) or "none"
            wrongs.append(f"{at}: {row.name} has no label {label[:40]!r}; there is {there}")
            return None
    return row.name, labels_of({label: value for label, _, value in pairs})


def _rules(told: Mapping[str, Any], wrongs: Wrongs) -> Iterator[Rule]:
    value = told.get("rules", [])
    if not isinstance(value, list):
        wrongs.append("rules: write each rule as [[rules]]")
        return
    if len(value) > MOST_RULES:
        wrongs.append(f"rules: there are {len(value)}; {MOST_RULES} is the most")
    ids: set[str] = set()
    for place, one in enumerate(value[:MOST_RULES], start=1):
        at = f"rules[{place}]"
        if not isinstance(one, dict):
            wrongs.append(f"{at}: it is no table")
            continue
        before = len(wrongs)
        rule = _rule(one, place, at, wrongs)
        if rule.id in ids:
            wrongs.append(f"{at}.id: {rule.id!r} is there twice")
        ids.add(rule.id)
        if len(wrongs) == before:
            yield rule


def _rule(one: Mapping[str, Any], place: int, at: str, wrongs: Wrongs) -> Rule:
    _unknown(one, _OF_A_RULE, f"{at}.", wrongs)
    id_ = one.get("id", f"rule_{place}")
    if not isinstance(id_, str) or not _RULE_ID.fullmatch(id_):
        wrongs.append(f"{at}.id: small letters, digits and _, please")
    when = tuple(_conditions(one.get("when"), f"{at}.when", wrongs))
    say = _words(_in_a_line(one), "say", LONGEST_SAY, wrongs, f"{at}.")
    if when:
        _check_words(say, when, f"{at}.say", wrongs)
    severities = {each.word: each for each in Severity}
    severity = severities.get(str(one.get("severity", "medium")))
    if severity is None:
        wrongs.append(f"{at}.severity: there are {', '.join(severities)}")
    stances = {each.value: each for each in Stance}
    stance = stances.get(str(one.get("stance", Stance.AGREES.value)))
    if stance is None:
        wrongs.append(f"{at}.stance: there are {', '.join(stances)}")
    sure = one.get("confidence", _SURE)
    if not isinstance(sure, int) or isinstance(sure, bool) or not 1 <= sure <= 100:
        wrongs.append(f"{at}.confidence: a whole number from 1 to 100")
        sure = _SURE
    about = one.get("about", "")
    if not isinstance(about, str) or len(about) > 80:
        wrongs.append(f"{at}.about: the name of a check; `hexascope checks` lists them")
        about = ""
    return Rule(
        id=str(id_),
        when=when,
        say=say,
        severity=severity or Severity.MEDIUM,
        stance=stance or Stance.AGREES,
        confidence=sure,
        about=about,
    )


def _in_a_line(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a rule with its words in one line, however they are written in the file."""
    say = one.get("say")
    return {**one, "say": " ".join(say.split())} if isinstance(say, str) else one


def _conditions(value: Any, at: str, wrongs: Wrongs) -> Iterator[Condition]:
    several = value if isinstance(value, list) else [value]
    if not several or len(several) > MOST_CONDITIONS:
        wrongs.append(f"{at}: give one to {MOST_CONDITIONS} conditions")
    for one in several[:MOST_CONDITIONS]:
        if not isinstance(one, dict):
            wrongs.append(f'{at}: write {{ evidence = "disk.await", above = 0.02 }}')
            continue
        _unknown(one, _OF_A_CONDITION, f"{at}.", wrongs)
        made = _condition(one, at, wrongs)
        if made is not None:
            yield made


def _condition(one: Mapping[str, Any], at: str, wrongs: Wrongs) -> Condition | None:
    found = _key(str(one.get("evidence", "")), f"{at}.evidence", wrongs)
    limits = {key: one[key] for key in ("above", "below") if key in one}
    text = one.get("is")
    if not limits and text is None:
        wrongs.append(f"{at}: give 'above', 'below' or 'is'")
        return None
    for key, limit in limits.items():
        if not isinstance(limit, int | float) or isinstance(limit, bool) or not _finite(limit):
            wrongs.append(f"{at}.{key}: it is no number")
            return None
    if text is not None and (not isinstance(text, str) or limits):
        wrongs.append(f"{at}.is: a text, and neither 'above' nor 'below' beside it")
        return None
    if found is None:
        return None
    unit = families()[found[0]].unit
    if (unit is Unit.TEXT) != (text is not None):
        wanted = "'is' with a text" if unit is Unit.TEXT else "'above' or 'below' with a number"
        wrongs.append(f"{at}: {found[0]} is measured in {unit.value}; give {wanted}")
        return None
    return Condition(
        family=found[0],
        labels=found[1],
        above=_number(limits.get("above")),
        below=_number(limits.get("below")),
        text=text,
    )


def _check_words(say: str, when: tuple[Condition, ...], at: str, wrongs: Wrongs) -> None:
    """See that each place can be filled, and that no number is written that nobody measured."""
    labels = families()[when[0].family].labels
    known = {LIMIT, *labels, *(one.family for one in when)}
    if when[0].text is not None:
        known.discard(LIMIT)
    for match in PLACE.finditer(say):
        if match[1] not in known:
            there = ", ".join(f"{{{one}}}" for one in sorted(known))
            wrongs.append(f"{at}: {{{match[1][:80]}}} can't be filled; there are {there}")
    rest = PLACE.sub(" ", say)
    if "{" in rest or "}" in rest:
        wrongs.append(f"{at}: braces stand around a place only, such as {{{when[0].family}}}")
    for language in Language:
        found = quantities(rest, language)
        if found:
            number = rest[found[0].begin : found[0].end].strip()
            wrongs.append(
                f"{at}: {number!r} is a number that no evidence proves; write {{{when[0].family}}}"
                f" for what was measured and {{{LIMIT}}} for the limit"
            )
            return


def _unknown(told: Mapping[str, Any], known: Iterable[str], at: str, wrongs: Wrongs) -> None:
    names = list(known)
    for key in told:
        if key not in names:
            shown = visible(key)[:60]
            wrongs.append(f"{at}{shown} is nothing that is known{_near(key, names)}")


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"; do you mean {near[0]}?" if near else ""


def _finite(value: float) -> bool:
    return math.isfinite(value) and abs(value) < 1e18


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)

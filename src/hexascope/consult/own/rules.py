"""A user's rules as a voice: declared conditions over the evidence, and words that code fills."""

from collections.abc import Iterator, Sequence

from hexascope.consult.contract import Prices, Speak, Specialist
from hexascope.consult.ledger.sentences import PLACE
from hexascope.consult.own.contract import LIMIT, Condition, OwnSpecialist, Rule
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence, Labels
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion
from hexascope.domain.text import Text, Value, text
from hexascope.domain.use import Severity, Unit, When
from hexascope.kit.visible import cut, visible

MOST_OF_A_RULE = 5
"""Instances that one rule speaks of: twenty full disks need no twenty sentences."""

LONGEST_WORD = 120
_HOW = {
    Unit.SECONDS: "seconds",
    Unit.BYTES: "bytes",
    Unit.RATIO: "percent",
    Unit.PER_SECOND: "per_s",
    Unit.COUNT: "number",
}


def specialist_of(own: OwnSpecialist) -> Specialist:
    """Give a user's own specialist as the panel hears it."""
    return Specialist(role=own.name, mandate=own.mandate, rules=speaks(own) if own.rules else None)


def speaks(own: OwnSpecialist) -> Speak:
    """Give the voice of a specialist's rules.

    Rules none of which could see its evidence have no opinion to give: that is ValueError, and
    the specialist is absent with the reason, for unknown is not healthy.
    """

    def rules(case: Case, _prices: Prices) -> Iterator[Opinion]:
        blind = [_unseen(case, one) for one in own.rules]
        if all(blind):
            raise ValueError("; ".join(dict.fromkeys(blind))[:200])
        for one in own.rules:
            yield from _said(case, own.name, one)

    return rules


def _said(case: Case, name: str, rule: Rule) -> Iterator[Opinion]:
    spoken: set[str] = set()
    for place, pieces in enumerate(_matching(case, rule.when)):
        if place == MOST_OF_A_RULE:
            return
        finding = _finding(case, rule, pieces)
        if finding and finding.id in spoken:
            continue  # one rule has one vote on a finding, however many devices it is about
        spoken.add(finding.id if finding else "")
        yield Opinion(
            role=name,
            item=finding.id if finding else _own_item(name, rule, pieces[0]),
            stance=rule.stance,
            advice=_advice(rule, pieces),
            because=tuple(dict.fromkeys(one.key for one in pieces)),
            severity=_within_a_step(rule.severity, finding),
            confidence=rule.confidence,
        )


def _own_item(name: str, rule: Rule, first: Evidence) -> str:
    """Name what a rule speaks of beyond findings: each device, process, … is one of its own."""
    labels = first.key.partition("{")[2]
    return f"{name}.{rule.id}{{{labels}" if labels else f"{name}.{rule.id}"


def _matching(case: Case, when: Sequence[Condition]) -> Iterator[tuple[Evidence, ...]]:
    """Give the pieces that keep all conditions together: labels of the same name are the same."""
    first, *others = [(one, tuple(_pieces(case, one))) for one in when]
    for piece in first[1]:
        beside = [_beside(piece, one, several) for one, several in others]
        found = (piece, *(one for one in beside if one is not None))
        if first[0].holds(piece.value) and len(found) == len(when):
            yield found


def _beside(piece: Evidence, one: Condition, several: Sequence[Evidence]) -> Evidence | None:
    """Give the piece that keeps a condition and is of the same device, process, … as another."""
    kept = (each for each in several if one.holds(each.value) and _fit(piece, each))
    return next(kept, None)


def _pieces(case: Case, one: Condition) -> Iterator[Evidence]:
    """Give the instances that a condition is about: derived, read, or cited by a finding."""
    seen: set[str] = set()
    cited = (piece for finding in case.findings for piece in finding.evidence)
    for piece in (*case.of(one.family), *(each for each in cited if each.family == one.family)):
        if piece.key not in seen and _has(piece.labels, one.labels):
            seen.add(piece.key)
            yield piece


def _has(labels: Labels, wanted: Labels) -> bool:
    return set(wanted) <= set(labels)


def _fit(one: Evidence, other: Evidence) -> bool:
    known = dict(one.labels)
    return all(known.get(name, value) == value for name, value in other.labels)


def _unseen(case: Case, rule: Rule) -> str:
    """Say what a rule needs and was not seen, '' where all was."""
    for one in rule.when:
        if next(_pieces(case, one), None) is None:
            return f"{one.family} was not seen: {case.why_missing(one.family).reason}"
    return ""


def _finding(case: Case, rule: Rule, pieces: Sequence[Evidence]) -> Finding | None:
    """Give the present finding that a rule speaks of: the check's it names, or the same proof's."""
    keys = {one.key for one in pieces}
    present = [one for one in case.findings if one.when is When.NOW]
    if rule.about:
        named = [one for one in present if one.check == rule.about]
        return next((one for one in named if keys & set(one.keys)), next(iter(named), None))
    return next((one for one in present if keys & set(one.keys)), None)


def _within_a_step(said: Severity, finding: Finding | None) -> Severity:
    """Let a rule see a finding one step graver or milder; a critical one never milder."""
    if finding is None:
        return said
    found = finding.severity
    if found is Severity.CRITICAL:
        return found
    return Severity(max(found - 1, Severity.INFO, min(said, found + 1)))


def _advice(rule: Rule, pieces: Sequence[Evidence]) -> Text:
    """Fill a rule's words: values of the evidence, its labels, and the limit."""
    values: dict[str, Value] = {}
    out: list[str] = []
    at = 0
    for place, match in enumerate(PLACE.finditer(rule.say)):
        name = f"v{place}"
        value, how = _filled(match[1], rule.when[0], pieces)
        values[name] = value
        out += [_plain(rule.say[at : match.start()]), f"{{{name}{how}}}"]
        at = match.end()
    out.append(_plain(rule.say[at:]))
    return text("".join(out), **values)


def _filled(name: str, first: Condition, pieces: Sequence[Evidence]) -> tuple[Value, str]:
    if name == LIMIT:
        limit = first.above if first.above is not None else first.below
        return (limit or 0.0), _how(first.family)
    for one in pieces:
        if one.family == name:
            if isinstance(one.value, str):
                return cut(visible(one.value), LONGEST_WORD), ""
            return one.value, _how(name)
    return cut(visible(pieces[0].label(name)), LONGEST_WORD), ""


def _how(family: str) -> str:
    row = families()[family]
    if row.unit is Unit.PER_SECOND and row.bytes_:
        return ":bytes_per_s"
    how = _HOW.get(row.unit)
    return f":{how}" if how else ""


def _plain(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")

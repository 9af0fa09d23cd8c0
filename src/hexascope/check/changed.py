"""What of a finding's culprit changed shortly before: evidence that stands beside the finding.

A change belongs to a culprit only where identity links the two: it is the same unit, container,
program, package, setting or file. That it came shortly before is told, not that it is the cause.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hexascope.check._changed_links import Links
from hexascope.check.proof import stands_in
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import NO_TEXT, Finding
from hexascope.domain.rows import Change
from hexascope.domain.text import Text, text
from hexascope.domain.use import When

DAY_SECONDS = 86_400.0
"""How long before the end of the look a change may lie that is told."""

HOUR_SECONDS = 3_600.0
"""How long before it a start or the turn of a job may lie."""

MOST_CHANGES = 3
"""Changes that are told of one finding, the newest of each kind."""

LONGEST_NAME = 160
_SHORT = frozenset(("started", "restarted", "due"))


def with_changes(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Add to each finding what of its culprit changed shortly before, as evidence and a sentence.

    The sentence's numbers stand in the evidence that is added, or it is left out.
    """
    known = list(findings)
    if not known:
        return ()
    links = Links.of_case(case)
    return tuple(_with(case, one, links) for one in known)


def _with(case: Case, one: Finding, links: Links) -> Finding:
    if one.culprit is None:
        return one
    found = list(_lately(case, one, links.of(one.culprit)))[:MOST_CHANGES]
    told = [(change, _age(case, change)) for change in found]
    words = _joined([_sentence(change, piece.number) for change, piece in told])
    pieces = tuple(piece for _, piece in told)
    numbers = [piece.number for piece in pieces]
    if not pieces or not all(stands_in(value, numbers) for value in words.numbers().values()):
        return one
    have = frozenset(one.keys)
    more = tuple(piece for piece in pieces if piece.key not in have)
    return replace(one, evidence=(*one.evidence, *more), changed=words)


def _lately(case: Case, about: Finding, changes: Iterable[Change]) -> Iterator[Change]:
    """Give the newest change of each kind that is not too old, the newest first.

    What is over is judged from its own time: what changed after it did not come before it.
    """
    if about.when is When.PAST and about.ago_s is None:
        return
    now = case.window.last.time - (about.ago_s or 0.0 if about.when is When.PAST else 0.0)
    kinds: set[str] = set()
    for change in sorted(changes, key=lambda one: -one.at):
        limit = HOUR_SECONDS if change.action in _SHORT else DAY_SECONDS
        if change.kind not in kinds and 0 <= now - change.at <= limit:
            kinds.add(change.kind)
            yield change


def _age(case: Case, change: Change) -> Evidence:
    return evidence(
        "change.age",
        case.window.last.time - change.at,
        source=change.source or "changes",
        kind=change.kind,
        what=change.what[:LONGEST_NAME],
    )


def _joined(sentences: list[Text]) -> Text:
    match sentences:
        case []:
            return NO_TEXT
        case [only]:
            return only
        case [first, second]:
            return text("{first} {second}", first=first, second=second)
        case [first, second, third, *_]:
            return text("{first} {second} {third}", first=first, second=second, third=third)
    raise AssertionError("a list has one of these lengths")


def _sentence(change: Change, age: float) -> Text:
    what = change.what[:LONGEST_NAME]
    match change.kind, change.action:
        case "package", "installed":
            return text(
                "The package {what} was installed {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "package", "downgraded":
            return text(
                "The package {what} was taken back to an earlier version {age:seconds} before the"
                " look ended.",
                what=what,
                age=age,
            )
        case "package", _:
            return text(
                "The package {what} was upgraded {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "configuration", _:
            return text(
                "The configuration {what} was changed {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "sysctl", _:
            return text(
                "The file that sets {what} was changed {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "cron", _:
            return text(
                "A job of a crontab, {what}, was due {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "container", "created":
            return text(
                "The container {what} was created {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
        case "unit", "restarted":
            return text(
                "{what} was started again {age:seconds} before the look ended.", what=what, age=age
            )
        case _, "modified" | "placed":
            return text(
                "The program file {what} was changed {age:seconds} before the look ended.",
                what=what,
                age=age,
            )
    return text("{what} was started {age:seconds} before the look ended.", what=what, age=age)

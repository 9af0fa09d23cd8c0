"""What is shown of a panel's errands: what was run for whom and gave how much, or why not."""

from collections.abc import Iterable, Iterator

from hexascope.domain.errand import Computed, Errand
from hexascope.domain.panel import PanelRecord
from hexascope.domain.text import Text, text
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, render, translate

LONGEST_REASON = 160


def errands_shown(record: PanelRecord, language: Language) -> tuple[str, ...]:
    """Show each errand as a sentence, probes first."""
    return tuple(render(one, language) for one in _errands(record, language))


def _errands(record: PanelRecord, language: Language) -> Iterator[Text]:
    for one in record.errands:
        yield _probe(one, _who(one.asked_by, language))
    same: dict[tuple[object, ...], list[Computed]] = {}
    for each in record.computed:
        same.setdefault((each.sha256, each.gave, each.reason), []).append(each)
    for several in same.values():
        yield _program(several[0], _who((one.asked_by for one in several), language))


def _who(roles: Iterable[str], language: Language) -> str:
    return ", ".join(translate(role.replace("_", " "), language) for role in roles)


def _probe(one: Errand, who: str) -> Text:
    subject = cut(visible(one.subject), 60)
    if not one.ran:
        return text(
            "Asked for by {who} and not run: {probe} on {subject} ({reason}).",
            who=who,
            probe=one.probe,
            subject=subject,
            reason=_short(one.reason),
        )
    return text(
        "Asked for by {who}: {probe} on {subject} gave {count:count} values in {seconds:seconds}.",
        who=who,
        probe=one.probe,
        subject=subject,
        count=len(one.gave),
        seconds=one.seconds,
    )


def _program(one: Computed, who: str) -> Text:
    if not one.gave:
        return text(
            "Asked for by {who}, and it gave nothing: a program over the evidence ({reason}).",
            who=who,
            reason=_short(one.reason or "; ".join(one.refused) or "it printed no result"),
        )
    return text(
        "Asked for by {who}: a program, run in a sandbox of level {level:count}; values that it"
        " computed: {count:count}.",
        who=who,
        count=len(one.gave),
        level=one.level or 0,
    )


def _short(reason: str) -> str:
    return cut(visible(reason), LONGEST_REASON).rstrip(".")

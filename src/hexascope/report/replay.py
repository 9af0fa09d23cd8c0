"""A panel replayed from its record: what happened, in the order of time, as lines to read."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hexascope.domain.text import Text, text
from hexascope.kit.visible import cut, visible
from hexascope.report.replies import Line
from hexascope.report.values import shown
from hexascope.words import Language, render, translate

LONGEST_WORDS = 600
MOST_KEYS = 4
AT = 9
"""Columns that the time takes."""

Event = Mapping[str, Any]
Report = Mapping[str, Any]


def replayed(report: Report, language: Language) -> Iterator[tuple[float, Line]]:
    """Give each line with the second it is of; the report's panel must have events."""
    titles = {one["id"]: one["title"] for one in report.get("findings", ())}
    for one in report["panel"]["events"]:
        at = float(one["at_s"])
        known = _KINDS.get(str(one["kind"]))
        if known is None:
            continue  # of a later version: what is known of it is replayed
        mark, style, write = known
        said = render(write(one, titles, language), language)
        yield at, Line(f"{_time(at):>{AT - 1}} {mark} {said}", style, 0, AT + 2)
        if one.get("words") and one["kind"] != "probe" and one["words"] != one.get("reason"):
            yield at, Line(f"“{cut(visible(str(one['words'])), LONGEST_WORDS)}”", style, AT + 2)
        if one.get("evidence"):
            yield at, Line(_keys(one["evidence"]), "dim", AT + 2)


def opening(report: Report, language: Language) -> Iterator[Line]:
    """Give whose panel it is, when it was, and what it took in all."""
    panel = report["panel"]
    host = visible(str(report.get("host", {}).get("name", "")))
    cost = [one["dollars"] for one in panel["calls"]]
    dollars = translate("price not known", language) if None in cost else f"{sum(cost):.4f} $"
    calls = render(text("{n:count} {n:call|calls}", n=float(len(panel["calls"]))), language)
    seconds = shown(float(panel["seconds"]), "seconds", language)
    told = render(text("{n:count} struck", n=float(len(panel["struck"]))), language)
    yield Line(f"{report.get('id', '')}  {host}  {report.get('time', '')}", "bold")
    yield Line(f"{calls}, {seconds}, {dollars}, {told}", "dim")


def ending(report: Report, language: Language) -> Iterator[Line]:
    """Give who was absent, and why."""
    for name, reason in sorted(dict(report.get("absent", {})).items()):
        absent = translate("is absent", language)
        yield Line(f"{_who(name, language)} {absent}: {cut(visible(str(reason)))}", "yellow")


Titles = Mapping[str, str]


def _asked(one: Event, _: Titles, language: Language) -> Text:
    what = translate(_WHAT.get(str(one["facts"].get("what")), "an answer"), language)
    return text("{who} is asked for {what}", who=_who(one["who"], language), what=what)


def _first_word(one: Event, _: Titles, language: Language) -> Text:
    return text("{who} begins to speak", who=_who(one["who"], language))


def _answered(one: Event, _: Titles, language: Language) -> Text:
    facts = one["facts"]
    age = facts.get("cached_age_s")
    if age is not None:
        return text(
            "{who} has spoken from the cache ({model}, {age:seconds} old)",
            who=_who(one["who"], language),
            model=visible(str(facts.get("model", ""))),
            age=float(age),
        )
    return text(
        "{who} has spoken ({model}): {s:seconds}, {read:count} tokens read and {written:count}"
        " written, {tries:count} {tries:request|requests}",
        who=_who(one["who"], language),
        model=visible(str(facts.get("model", ""))),
        s=float(facts.get("seconds") or 0.0),
        read=float(facts.get("input_tokens") or 0),
        written=float(facts.get("output_tokens") or 0),
        tries=float(facts.get("tries") or 0),
    )


def _failed(one: Event, _: Titles, language: Language) -> Text:
    who = _who(one["who"], language)
    return text("{who} gives no answer: {reason}", who=who, reason=_reason(one))


def _opinion(one: Event, titles: Titles, language: Language) -> Text:
    judged = _judged(one, titles, language)
    if one["facts"].get("stance") == "agrees":
        return text("{who} agrees, {severity}, {sure:number} of 100 sure: {title}", **judged)
    return text("{who} opposes, {severity}, {sure:number} of 100 sure: {title}", **judged)


def _vote(one: Event, titles: Titles, language: Language) -> Text:
    judged = _judged(one, titles, language)
    turn = float(one["facts"].get("round") or 1)
    if one["facts"].get("stance") == "agrees":
        return text(
            "{who} votes for it in round {turn:count}, {severity}, {sure:number} of 100 sure:"
            " {title}",
            turn=turn,
            **judged,
        )
    return text(
        "{who} votes against it in round {turn:count}, {severity}, {sure:number} of 100 sure:"
        " {title}",
        turn=turn,
        **judged,
    )


def _judged(one: Event, titles: Titles, language: Language) -> dict[str, float | str | Text]:
    facts = one["facts"]
    who = _who(one["who"], language)
    return {
        "who": f"{who} ({translate('rules', language)})" if facts.get("stands_in") else who,
        "severity": translate(str(facts.get("severity", "")), language),
        "sure": float(facts.get("confidence") or 0),
        "title": _title(one, titles),
    }


def _struck(one: Event, _: Titles, language: Language) -> Text:
    return text(
        "struck of {who}, {ruling}: {reason}",
        who=_who(one["who"], language),
        ruling=translate(str(one["facts"].get("ruling", "")), language),
        reason=_reason(one),
    )


def _question(one: Event, _: Titles, language: Language) -> Text:
    who, whom = _who(one["who"], language), _who(one["whom"], language)
    return text("{who} asks {whom}", who=who, whom=whom)


def _reply(one: Event, _: Titles, language: Language) -> Text:
    who, whom = _who(one["who"], language), _who(one["whom"], language)
    if not one.get("words"):
        return text("{who} has nothing proven to answer {whom}", who=who, whom=whom)
    return text("{who} answers {whom}", who=who, whom=whom)


def _probe(one: Event, _: Titles, language: Language) -> Text:
    return text(
        "{who} wants the probe {probe} on {subject}",
        who=_who(one["who"], language),
        probe=visible(str(one.get("words", ""))),
        subject=cut(visible(str(one["facts"].get("subject", ""))), 120),
    )


def _doubt(one: Event, titles: Titles, language: Language) -> Text:
    who, title = _who(one["who"], language), _title(one, titles)
    if not one.get("words"):
        return text(
            "{who}, as devil's advocate, finds nothing against: {title}", who=who, title=title
        )
    return text("{who}, as devil's advocate, speaks against: {title}", who=who, title=title)


def _errand(one: Event, _: Titles, language: Language) -> Text:
    facts = one["facts"]
    what = cut(visible(str(facts.get("what", ""))), 160)
    whom = ", ".join(_who(each, language) for each in str(one["whom"]).split(",") if each)
    if facts.get("ran"):
        return text("run for {whom}: {what}", whom=whom, what=what)
    return text("not run for {whom}: {what} ({reason})", whom=whom, what=what, reason=_reason(one))


def _ruled(one: Event, titles: Titles, language: Language) -> Text:
    who, title = _who(one["who"], language), _title(one, titles)
    if one["facts"].get("disputed"):
        return text("{who} holds it disputed: {title}", who=who, title=title)
    return text("{who} rules on: {title}", who=who, title=title)


def _settled(one: Event, titles: Titles, language: Language) -> Text:
    facts = one["facts"]
    severity = translate(str(facts.get("severity", "")), language)
    counts: dict[str, float | str | Text] = {
        "severity": severity,
        "for_": float(facts.get("for") or 0),
        "against": float(facts.get("against") or 0),
        "title": _title(one, titles),
    }
    agreed = facts.get("agreement")
    if agreed is None:
        return text(
            "settled, {severity}, by a single voice: {title}",
            severity=severity,
            title=_title(one, titles),
        )
    share = float(agreed) / 100
    if facts.get("contested"):
        return text(
            "contested, {severity}, agreement {share:percent}, {for_:count} for and {against:count}"
            " against: {title}",
            share=share,
            **counts,
        )
    return text(
        "settled, {severity}, agreement {share:percent}, {for_:count} for and {against:count}"
        " against: {title}",
        share=share,
        **counts,
    )


def _worded(one: Event, _: Titles, language: Language) -> Text:
    return text("{who} words it", who=_who(one["who"], language))


Writes = Callable[[Event, Titles, Language], Text]

_KINDS: Mapping[str, tuple[str, str, Writes]] = {
    "asked": ("·", "dim", _asked),
    "first_word": ("…", "dim", _first_word),
    "answered": ("✓", "", _answered),
    "failed": ("✗", "yellow", _failed),
    "opinion": ("•", "", _opinion),
    "struck": ("✗", "red", _struck),
    "question": ("?", "cyan", _question),
    "reply": ("!", "cyan", _reply),
    "probe": ("⌕", "cyan", _probe),
    "errand": ("⌕", "cyan", _errand),
    "doubt": ("⚖", "magenta", _doubt),
    "vote": ("☐", "magenta", _vote),
    "ruled": ("⚖", "magenta", _ruled),
    "settled": ("=", "bold", _settled),
    "worded": ("¶", "", _worded),
}
"""For each kind its mark, its style, and its sentence."""

_WHAT = {
    "opinions": "opinions",
    "answer": "an answer",
    "votes": "votes",
    "rulings": "rulings",
    "headline": "words",
}


def _title(one: Event, titles: Titles) -> str:
    item = str(one.get("item", ""))
    return cut(visible(titles.get(item, item)))


def _reason(one: Event) -> str:
    return cut(visible(str(one.get("reason", ""))))


def _who(name: object, language: Language) -> str:
    return translate(visible(str(name)).replace("_", " "), language)


def _time(at: float) -> str:
    return f"{at:.2f} s"


def _keys(keys: list[str]) -> str:
    shown_ = ", ".join(cut(visible(str(one)), 100) for one in keys[:MOST_KEYS])
    return f"{shown_}, …" if len(keys) > MOST_KEYS else shown_

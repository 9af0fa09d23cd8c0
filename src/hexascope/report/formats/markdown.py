"""Markdown: for a ticket, a wiki or a chat."""

from collections.abc import Callable, Iterator

from hexascope.domain.examination import Examination
from hexascope.report.compose import compose
from hexascope.report.contract import Format, Manner
from hexascope.report.investigation import StoryShown
from hexascope.report.names import markdown as inert
from hexascope.report.page import Page, Point, Step
from hexascope.words import translate

Word = Callable[[str], str]


def _write(about: Examination, manner: Manner) -> str:
    page = compose(about, manner.language)
    return "\n".join(_lines(page, manner)) + "\n"


def _lines(page: Page, manner: Manner) -> Iterator[str]:
    def word(words: str) -> str:
        return translate(words, page.language)

    score = word("health unknown") if page.score is None else f"{word('health')} {page.score}/100"
    yield f"# {inert(page.host)}: {score}"
    yield ""
    yield f"**{inert(page.headline)}**"
    yield ""
    for sentence in page.summary:
        yield inert(sentence)
    yield ""
    facts = ", ".join(f"{inert(name)} {inert(value)}" for name, value in page.host_facts)
    yield f"{facts}. {page.time}, {word('looked for')} {page.window}."
    yield from _story(page.story, word)
    shown = page.points[: manner.top] if manner.top else page.points
    yield from _section(word("Findings"))
    if not shown:
        yield word("Nothing above information was found.")
    for point in shown:
        yield from _finding(point, word)
    if page.steps:
        yield from _section(word("What to do, first things first"))
        for step in page.steps:
            yield from _step(step, word)
    yield from _investigation(page, word)
    yield from _section(word("The USE method"))
    yield from _matrix(page, word)
    if page.notes:
        yield from _section(word("Worth knowing"))
        yield from (f"- {inert(point.title)}" for point in page.notes)
    yield from _of_the_panel(page, word)
    if page.unseen:
        yield from _section(word("What could not be seen"))
        yield from (f"- {inert(checks)}: {inert(reason)}" for checks, reason in page.unseen)
    yield from _section(word("What this look cost"))
    yield ", ".join(f"{inert(name)} {value}" for name, value in (*page.cost, *page.collectors))


def _of_the_panel(page: Page, word: Word) -> Iterator[str]:
    if page.dissent:
        yield from _section(word("Dissent"))
        yield from (f"- {inert(sentence)}" for sentence in page.dissent)
    if page.own or page.absent:
        yield from _section(word("Beside the analysts"))
        yield from (f"- {inert(said)}" for said in page.own)
        absent = word("is absent")
        yield from (f"- {inert(name)} {absent}: {inert(why)}" for name, why in page.absent)
    if page.rulings:
        yield from _section(word("ruling"))
        yield from (f"- {inert(sentence)}" for sentence in page.rulings)
    if page.spoken and page.spoken.orders:
        yield from _section(word("Text that reads like orders"))
        yield from (f"- {inert(told)}" for told in page.spoken.orders)


def _story(story: StoryShown | None, word: Word) -> Iterator[str]:
    if story is None:
        return
    yield from _section(f"{word('Where its time goes')}: {inert(story.name)}")
    yield f"{inert(story.members)}. {story.threads} {word('threads')}."
    yield ""
    for bar in story.bars:
        yield f"- {bar.shown} {bar.words}{f': {inert(bar.on)}' if bar.on else ''}"
    for hop in story.hops:
        does = f" ({inert(hop.does)})" if hop.does else ""
        via = f"{inert(hop.waiter)} {hop.words}: {inert(hop.via)}"
        yield f"{'  ' * hop.depth}- {via} → {inert(hop.other)}{does}"
    yield from (f"- ? {inert(gap)}" for gap in story.gaps)


def _investigation(page: Page, word: Word) -> Iterator[str]:
    if page.timeline:
        yield from _section(word("What changed"))
        for one in page.timeline:
            what = f"{one.kind} {one.action}: {inert(one.what)} {inert(one.detail)}".rstrip()
            yield f"- {one.time} ({one.age} {word('before')}) {what}"
    if page.probes:
        yield from _section(word("What the probes measured"))
        for probe in page.probes:
            why = f"{word('could not run')}: {inert(probe.reason)}"
            told = f"{probe.answers} {word('readings')}, {probe.cost}" if probe.ran else why
            yield f"- {inert(probe.probe)} {inert(probe.subject)}: {told}"
        yield f"- {page.probes_cost}"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _finding(point: Point, word: Word) -> Iterator[str]:
    yield f"### {point.place}. {point.severity_word.upper()}: {inert(point.title)}"
    yield ""
    for label, words in (
        (word("culprit"), point.culprit),
        ("", point.identity),
        (word("suffers"), "; ".join(point.victims)),
        (word("why"), point.description),
        (word("changed"), point.changed),
        (word("disputed"), point.disputed),
        (word("known"), "; ".join(point.known)),
        (word("usually"), point.usual),
        (word("do"), point.advice),
    ):
        if words:
            yield f"- {f'**{label}** ' if label else ''}{inert(words)}"
    for proof in point.proofs:
        window = f" {word('over')} {proof.window}" if proof.window else ""
        limit = f" ({word('limit')} {proof.threshold_shown})" if proof.threshold_shown else ""
        yield f"- **{word('proof')}** {inert(proof.key)} = {inert(proof.shown)}{window}{limit}"
    yield ""


def _step(step: Step, word: Word) -> Iterator[str]:
    disputed = f", {word('contested')}" if step.contested else ""
    about = f" ({inert(step.about)})" if step.about else ""
    yield f"{step.priority}. **{inert(step.title)}**{about} ({word('risk')}: {step.risk}{disputed})"
    for label, lines in (
        ("look", step.look),
        ("change", step.change),
        ("undo", step.undo),
        ("verify", step.verify),
    ):
        for command, why in lines:
            yield f"   - {word(label)}: {inert(command)} — {inert(why)}"


def _matrix(page: Page, word: Word) -> Iterator[str]:
    aspects = ("utilization", "saturation", "errors")
    yield f"| | {' | '.join(word(aspect) for aspect in aspects)} |"
    yield "| --- | --- | --- | --- |"
    for _, squares in page.matrix:
        cells = (f"{one.state_word} {one.shown}".strip() for one in squares)
        yield f"| {squares[0].component} | {' | '.join(cells)} |"
    yield ""
    yield ", ".join(f"{one.component} {one.state_word} {one.shown}".strip() for one in page.beside)


markdown = Format(
    name="markdown",
    ending="md",
    media_type="text/markdown",
    write=_write,
    text="Markdown: for a ticket, a wiki or a chat.",
)

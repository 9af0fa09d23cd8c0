"""Terminal: what is wrong, who does it and what to do first, on one or two screens."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text as Line

from hexascope.domain.examination import Examination
from hexascope.report.compose import compose
from hexascope.report.contract import Format, Manner
from hexascope.report.formats._terminal_investigation import investigation, story
from hexascope.report.formats._terminal_pieces import Shown, Words, columns, labelled, section
from hexascope.report.page import Page, Point, Square, Step

STYLES = {
    "critical": "bold white on red",
    "high": "bold red",
    "medium": "bold yellow",
    "low": "cyan",
    "info": "dim",
    "ok": "green",
    "unknown": "dim",
}
MARKS = {"ok": "●", "unknown": "?", "low": "▲", "medium": "▲", "high": "■", "critical": "■"}
MOST_PROOFS = 4
MOST_STEPS = 5
MOST_UNSEEN = 6


def _write(about: Examination, manner: Manner) -> str:
    page = compose(about, manner.language)
    out = StringIO()
    console = Console(
        file=out,
        width=manner.width,
        force_terminal=manner.colour,
        color_system="standard" if manner.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in _lines(page, manner):
        console.print(line)
    return out.getvalue().rstrip("\n")


def _lines(page: Page, manner: Manner) -> Iterator[Shown]:
    word = Words(page.language)
    yield from _head(page, word)
    if page.story and not manner.quiet:
        yield from story(page.story, word)
    shown = page.points[: manner.top] if manner.top else page.points
    for point in shown:
        yield Line()
        yield from _finding(point, word, brief=manner.quiet)
    hidden = len(page.points) - len(shown)
    if hidden:
        yield Line(f"… {hidden} {word('more findings')}", style="dim")
    if manner.quiet:
        return
    if page.steps:
        yield from section(word("what to do, first things first"))
        for step in page.steps[:MOST_STEPS]:
            yield from _step(step, word)
    yield from investigation(page, word)
    yield from section(word("the USE method"))
    yield from _matrix(page, word)
    if page.notes:
        yield from section(word("worth knowing"))
        for point in page.notes:
            yield columns(("  ·", "dim"), 3, point.title)
    yield from _panel(page, word)
    yield from _unseen(page, word)
    yield from _cost(page, word)


def _head(page: Page, word: Words) -> Iterator[Shown]:
    score = word("health unknown") if page.score is None else f"{word('health')} {page.score}/100"
    style = _score_style(page.score)
    facts = " · ".join(
        f"{value} {name}" if name == word("CPUs") else value
        for name, value in page.host_facts
        if name != word("architecture")
    )
    yield Line.assemble((page.host, "bold"), "  ", (score, style))
    yield Line(facts, style="dim")
    yield Line(
        f"{word('looked for')} {page.window}, {page.looks} {word('looks')};"
        f" {page.measured} {word('of the cells of the USE checklist measured')}",
        style="dim",
    )
    yield Line()
    yield columns(("▶", style), 1, (page.headline, "bold"))


def _score_style(score: int | None) -> str:
    if score is None:
        return STYLES["unknown"]
    return "bold green" if score >= 90 else "bold yellow" if score >= 60 else "bold red"


def _finding(point: Point, word: Words, *, brief: bool) -> Iterator[Shown]:
    mark = f" {point.severity_word.upper()} "
    yield columns(
        (f"{point.place:>3}", "bold"),
        3,
        (mark, STYLES[point.severity]),
        " ",
        (point.title, "bold"),
        (f"  {point.resource}/{point.aspect}", "dim"),
    )
    if brief:
        return
    if point.culprit:
        yield labelled(word("culprit"), point.culprit)
        if point.identity:
            yield labelled("", point.identity, style="dim")
    if point.victims:
        yield labelled(word("suffers"), "; ".join(point.victims))
    if point.description:
        yield labelled(word("why"), point.description)
    yield from _around(point, word)
    if point.advice:
        yield labelled(word("do"), point.advice)
    if point.disputed:
        yield labelled(word("disputed"), point.disputed, style="yellow")
    if point.explained_by:
        yield labelled("", word("explained by another finding above"), style="dim")
    for number, proof in enumerate(point.proofs[:MOST_PROOFS]):
        window = f" {word('over')} {proof.window}" if proof.window else ""
        yield labelled(
            word("proof") if number == 0 else "",
            f"{proof.key} = {proof.shown}{window}",
            style="dim",
        )


def _around(point: Point, word: Words) -> Iterator[Shown]:
    """Write what changed, what is known of it, and what is usual."""
    if point.changed:
        yield labelled(word("changed"), point.changed)
    for fact in point.known:
        yield labelled(word("known"), fact)
    if point.usual:
        yield labelled(word("usually"), point.usual)


def _step(step: Step, word: Words) -> Iterator[Shown]:
    risk = f"  {word('risk')}: {step.risk}"
    disputed = f" {word('contested')}" if step.contested else ""
    yield columns(
        (f"{step.priority:>2}.", "bold"),
        3,
        (step.title, "bold"),
        (f" ({step.about})" if step.about else "", ""),
        (risk, "dim"),
        (disputed, "yellow"),
    )
    for label, lines in (("look", step.look), ("change", step.change), ("undo", step.undo)):
        for number, (command, _why) in enumerate(lines[:2]):
            prompt = "# " if label != "look" else "$ "
            yield labelled(word(label) if number == 0 else "", prompt + command)


def _matrix(page: Page, word: Words) -> Iterator[Shown]:
    heads = [f"{word(aspect)[:13]:<15}" for aspect in ("utilization", "saturation", "errors")]
    yield Line(f"  {'':<24}" + "".join(heads), style="dim")
    for _, squares in page.matrix:
        yield Line.assemble(f"  {squares[0].component[:23]:<24}", *map(_square, squares))
    parts = [part for one in page.beside for part in (_beside(one), "  ")]
    yield columns(("", ""), 1, *parts)


def _square(one: Square) -> tuple[str, str]:
    shown = one.shown or ("" if one.state == "ok" else one.state_word)
    return (f"{MARKS[one.state]} {shown[:12]:<13}", STYLES[one.state])


def _beside(one: Square) -> tuple[str, str]:
    return (f"{MARKS[one.state]} {one.component} {one.shown}".rstrip(), STYLES[one.state])


def _panel(page: Page, word: Words) -> Iterator[Shown]:
    if not page.opinions:
        return
    spoken = len({one.specialist for one in page.opinions})
    agreed = f", {word('agreement')} {page.agreement}" if page.agreement else ""
    yield Line()
    yield Line(
        f"{word('panel')}: {spoken} {word('specialists spoke')}"
        f" ({word('quality')}: {page.quality}){agreed}",
        style="dim",
    )
    if page.spoken:
        yield labelled("", page.spoken.summary, style="dim")
        for told in page.spoken.orders:
            yield labelled("", told, style="dim")
        for told in page.spoken.errands:
            yield labelled("", told, style="dim")
        for line in page.course:
            yield labelled("", line, style="dim")
    yield from _beside_the_verdict(page, word)


def _beside_the_verdict(page: Page, word: Words) -> Iterator[Shown]:
    """Who was absent, what users' own specialists said, where to start, dissent and rulings."""
    for name, reason in page.absent:
        yield labelled(word("absent"), f"{name}: {reason}", style="dim")
    for said in page.own:
        yield labelled("", said, style="dim")
    if page.start:
        yield labelled(word("start"), page.start, style="dim")
    for sentence in page.dissent:
        yield labelled(word("dissent"), sentence, style="dim")
    for sentence in page.rulings:
        yield labelled(word("ruling"), sentence, style="dim")


def _unseen(page: Page, word: Words) -> Iterator[Shown]:
    if not page.unseen:
        return
    yield from section(word("what could not be seen"))
    for checks, reason in page.unseen[:MOST_UNSEEN]:
        yield columns(("  ?", "dim"), 3, f"{checks}: ", (reason, "dim"))
    more = len(page.unseen) - MOST_UNSEEN
    if more > 0:
        yield Line(f"  … {more} {word('more; see the HTML or JSON report')}", style="dim")


def _cost(page: Page, word: Words) -> Iterator[Shown]:
    cost = ", ".join(f"{name} {value}" for name, value in page.cost)
    dearest = ", ".join(f"{name} {value}" for name, value in page.collectors[:4])
    yield Line()
    told = f" ({word('dearest')}: {dearest})" if dearest else ""
    yield Line(f"{word('this look cost')}: {cost}{told}", style="dim")


terminal = Format(
    name="terminal",
    ending="txt",
    media_type="text/plain",
    write=_write,
    text="Terminal: what is wrong, who does it and what to do first.",
)

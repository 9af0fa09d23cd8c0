"""The terminal's part on an investigation: the target's time, what changed, the probes."""

from collections.abc import Iterator

from rich.text import Text as Line

from hexascope.report.formats._terminal_pieces import Shown, Words, columns, labelled, section
from hexascope.report.investigation import Bar, StoryShown
from hexascope.report.page import Page

STATE_STYLES = {
    "on_cpu": "green",
    "runnable": "yellow",
    "throttled": "red",
    "disk": "magenta",
    "filesystem": "magenta",
    "lock": "red",
    "network": "cyan",
    "process": "blue",
    "swapping": "yellow",
    "sleeping": "dim",
    "unknown": "dim",
}
BAR_WIDTH = 24
MOST_GROUPS = 5
MOST_CHANGES = 8
MOST_HOPS = 9


def investigation(page: Page, word: Words) -> Iterator[Shown]:
    """Write what changed, and what the probes measured."""
    if page.timeline:
        yield from section(word("what changed"))
        yield from _timeline(page, word)
    if page.probes:
        yield from section(word("what the probes measured"))
        yield from _probes(page, word)


def story(about: StoryShown, word: Words) -> Iterator[Shown]:
    """Write where the time of the target went, and who waits for whom."""
    yield from section(word("where its time goes"))
    watched = f"{about.watched} {word('of their time watched')}"
    told = f"  {about.threads} {word('threads')}, {watched}"
    yield columns(("", ""), 1, (about.name, "bold"), (told, "dim"))
    yield columns(("", ""), 1, (about.members, "dim"))
    for bar in about.bars:
        yield _bar(bar)
    for group in about.groups[:MOST_GROUPS] if len(about.groups) > 1 else ():
        told = "; ".join(f"{bar.words} {bar.shown}" for bar in group.bars[:3])
        yield columns(("  ·", "dim"), 3, f"{group.name} ×{group.threads}: ", (told, "dim"))
    for hop in about.hops[:MOST_HOPS]:
        does = f" ({hop.does})" if hop.does else ""
        yield columns(
            ("  " * hop.depth + "→", "bold"),
            2 * hop.depth + 1,
            f"{hop.waiter} {hop.words}: ",
            (f"{hop.via} ", "dim"),
            (hop.other, "bold"),
            (does, "dim"),
        )
    for gap in about.gaps:
        yield columns(("  ?", "dim"), 3, (gap, "dim"))


def _bar(bar: Bar) -> Shown:
    drawn = "█" * max(1, round(bar.wide / 100 * BAR_WIDTH))
    style = STATE_STYLES[bar.state]
    on = f"  {bar.on}" if bar.on else ""
    return columns(
        ("  " + drawn.ljust(BAR_WIDTH), style),
        BAR_WIDTH + 2,
        f"{bar.shown} {bar.words}",
        (on, "dim"),
    )


def _timeline(page: Page, word: Words) -> Iterator[Shown]:
    for one in page.timeline[:MOST_CHANGES]:
        yield columns(
            (f"  {one.time}", "dim"),
            21,
            f"{one.kind} {one.action}: ",
            (one.what, "bold"),
            f" {one.detail}" if one.detail else "",
            (f"  {one.age} {word('before')}", "dim"),
        )
    more = len(page.timeline) - MOST_CHANGES
    if more > 0:
        yield Line(f"  … {more} {word('more; see the HTML or JSON report')}", style="dim")


def _probes(page: Page, word: Words) -> Iterator[Shown]:
    for one in page.probes:
        told = f"{one.answers} {word('readings')}" if one.ran else f"{word('could not run')}: "
        yield columns(
            ("  ✓" if one.ran else "  ?", "dim"),
            3,
            (one.probe, "bold"),
            f" {one.subject}: {told}",
            (f"  {one.cost}" if one.ran else one.reason, "dim"),
        )
    yield labelled("", page.probes_cost, style="dim")

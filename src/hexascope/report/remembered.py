"""What memory says beside findings: facts that users confirmed, and what is usual here."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hexascope.domain.examination import Examination
from hexascope.domain.memory import Aside
from hexascope.domain.text import Text, text
from hexascope.kit.visible import cut, visible
from hexascope.report.page import Point
from hexascope.report.values import value_shown
from hexascope.words import Language, render

TWICE = 0.05
"""By how much of it a ratio may miss two, or a half, and still be called so."""


def with_asides(points: Iterable[Point], about: Examination, language: Language) -> Iterator[Point]:
    """Give points with what memory says beside them; nothing of them is changed by it."""
    by_finding = {one.finding: one for one in about.asides}
    for point in points:
        aside = by_finding.get(point.id)
        if aside is None:
            yield point
            continue
        known = tuple(cut(visible(one)) for one in aside.known)
        yield replace(point, known=known, usual=_usual(aside, about, language))


def _usual(aside: Aside, about: Examination, language: Language) -> str:
    piece = about.evidence.get(aside.key)
    if aside.ratio is None or piece is None:
        return ""
    values: dict[str, float | str | Text] = {
        "key": visible(aside.key),
        "count": float(aside.examinations),
        "median": value_shown(replace(piece, value=aside.median), language),
    }
    if round(abs(aside.ratio / 2 - 1), 6) <= TWICE:
        said = text(
            "{key} is twice its median of {count:count} earlier examinations ({median}).", **values
        )
    elif round(abs(aside.ratio / 0.5 - 1), 6) <= TWICE:
        said = text(
            "{key} is half its median of {count:count} earlier examinations ({median}).", **values
        )
    else:
        said = text(
            "{key} is {ratio:mean} times its median of {count:count} earlier examinations"
            " ({median}).",
            ratio=aside.ratio,
            **values,
        )
    return render(said, language)

"""The USE matrix: components by utilization, saturation and errors, with 'unknown' visible."""

from collections.abc import Iterable, Iterator, Mapping

from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Cell, Examination
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, Status, Unit, When
from hexascope.kit.visible import cut, visible
from hexascope.report.page import Square
from hexascope.report.values import shown
from hexascope.words import Language, translate

ASPECTS = ("utilization", "saturation", "errors")

CELLS = 42
"""The first cells of a coverage are the checklist's; what stands beside it follows."""

RESOURCES: Mapping[str, tuple[str, ...]] = {
    "cpu": ("cpu",),
    "memory_capacity": ("memory", "swap"),
    "network_interface": ("network",),
    "storage_io": ("disk",),
    "storage_capacity": ("filesystem",),
    "task_capacity": ("tasks",),
    "file_descriptors": ("descriptors",),
    "kernel_mutex": ("kernel",),
    "time": ("time",),
}
"""Which findings colour which component."""


def matrix(about: Examination, language: Language) -> tuple[tuple[str, tuple[Square, ...]], ...]:
    """Give the checklist's rows in their order, each with its three squares."""
    rows: dict[str, dict[str, Square]] = {}
    for cell in about.coverage[:CELLS]:
        rows.setdefault(cell.component, {})[cell.aspect] = _square(about, cell, language)
    return tuple(
        (name, tuple(squares[aspect] for aspect in ASPECTS if aspect in squares))
        for name, squares in rows.items()
    )


def beside(about: Examination, language: Language) -> tuple[Square, ...]:
    """Give what stands beside the checklist: pressure, control groups, TCP, time, latency."""
    return tuple(_square(about, cell, language) for cell in about.coverage[CELLS:])


def _square(about: Examination, cell: Cell, language: Language) -> Square:
    found = list(_findings(about.findings, cell))
    worst = max((one.severity for one in found), default=None)
    if worst is not None and worst > Severity.INFO:
        state = worst.word
    else:
        state = "ok" if cell.status is Status.MEASURED else "unknown"
    return Square(
        component=translate(cell.component.replace("_", " "), language),
        aspect=translate(cell.aspect, language),
        state=state,
        state_word=translate(state, language),
        shown=_worst_value(about, cell, language),
        reason=cut(visible(translate(cell.reason, language)), 160),
        findings=tuple(one.id for one in found if one.severity > Severity.INFO),
    )


def _findings(findings: Iterable[Finding], cell: Cell) -> Iterator[Finding]:
    """Give the findings of a cell; latency and capacity are shown where waiting is shown."""
    shown_as = {"latency": "saturation", "capacity": "utilization"}
    for one in findings:
        aspect = shown_as.get(one.aspect.value, one.aspect.value)
        if (
            one.when is When.NOW
            and one.resource.value in RESOURCES.get(cell.component, ())
            and aspect == cell.aspect
        ):
            yield one


def _worst_value(about: Examination, cell: Cell, language: Language) -> str:
    """Write the largest ratio that measured a cell: 97%; nothing where it is no ratio."""
    pieces: list[Evidence] = [about.evidence[key] for key in cell.evidence if key in about.evidence]
    numbers = [
        piece.number
        for piece in pieces
        if piece.unit is Unit.RATIO and not isinstance(piece.value, str)
    ]
    if not numbers or families().get(pieces[0].family) is None:
        return ""
    return shown(max(numbers), "percent", language)

"""The panel's patience, shared out before it starts: by when each part must have ended."""

from dataclasses import dataclass

ANALYSTS_WEIGHT = 2.0
"""One turn of analysts counts as much as coordinator and report generator together: they read the
case first, and what they leave over is for discussion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """By when, on the models' clock, analysts (with their discussion), coordinator and report
    generator must have ended; the last is when the panel's time is over.
    """

    analysts: float
    coordinator: float
    report_generator: float


def shared_out(began: float, panel_s: float, turns: int = 1) -> Until:
    """Share a panel's seconds; `turns` is how often all slots are filled until four have spoken.

    Who is done early leaves his time to those behind him; nobody takes from those before him.

    >>> shared_out(0.0, 60.0)
    Until(analysts=30.0, coordinator=45.0, report_generator=60.0)
    >>> shared_out(0.0, 300.0, turns=4)
    Until(analysts=240.0, coordinator=270.0, report_generator=300.0)
    """
    unit = panel_s / (ANALYSTS_WEIGHT * max(1, turns) + 2)
    return Until(
        analysts=began + panel_s - 2 * unit,
        coordinator=began + panel_s - unit,
        report_generator=began + panel_s,
    )

"""What a source of series is: samples that somebody else has kept, given as a window.

A window of series is like one of looks: the first and the last sample are its full looks, those
between its light ones. Families and labels are those of our collectors, `source` of a reading says
where it came from (`prometheus node_load1`), rates are made by the same derivers.

Two rules keep it honest. A window never reaches across a gap or a reboot: it is cut there, and
`notes` says so. What is not there has a reason in `last.missing`: by family, as a collector gives
it, and as `check NAME` for a check that has what it needs and still can't be decided by means of
minutes; it is unjudged then.
"""

from typing import Protocol

from hexascope.domain.snapshot import Window


class SeriesSource(Protocol):
    """Samples of one host, kept by somebody else."""

    notes: tuple[str, ...]
    """What was left out of the last window given, and why; a sentence each."""

    def window(self, begin: float, end: float) -> Window:
        """Give what was kept from `begin` to `end`, in seconds since 1970.

        CannotExamine: there are fewer than two samples without a gap; CannotReach: who keeps them
        does not answer, or answers nonsense.
        """

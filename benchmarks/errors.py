"""What goes wrong on a bench, each with what to do about it.

BenchError
├── Unfit        this machine cannot carry the bench (no root, a tool or a controller missing)
├── Unready      something the bench made did not come up in its time
├── LeftBehind   something could not be undone
└── BadReport    the examined program printed something that is not a report
"""


class BenchError(Exception):
    """A bench could not do its work."""


class Unfit(BenchError):
    """The machine lacks what the bench needs; the message says how to get it."""


class Unready(BenchError):
    """A worker, a volume or a network was not there within its limit."""


class LeftBehind(BenchError):
    """The bench could not undo something; the message lists what is left."""


class BadReport(BenchError):
    """The program under test printed no report that the bench can read."""

"""What changed on the host, and when."""

from typing import NamedTuple


class Change(NamedTuple):
    """One change: `at` in seconds since 1970, what kind, of what, and where it was read.

    `kind` is one of package, unit, configuration, sysctl, kernel, boot, cron, image, container,
    program; `action` a word such as installed, upgraded, removed, started, modified, differs.
    """

    at: float
    kind: str
    action: str
    what: str
    detail: str = ""
    source: str = ""

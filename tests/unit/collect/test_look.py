from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


@collector(reads=("/proc/loadavg",), gives=("load.average",))
def silent(_host: HostFiles) -> Iterator[Reading]:
    """Read a file that is empty."""
    yield from ()


@collector(reads=("/proc/loadavg",), gives=("load.average", "load.tasks"))
def stops(_host: HostFiles) -> Iterator[Reading]:
    """Give one family, then find no more."""
    yield Reading("load.tasks", (), 3, "/proc/loadavg")
    raise NotHere(Status.NO_PERMISSION, "Permission denied")


def test_a_collector_that_gives_nothing_has_not_measured_zero() -> None:
    assert snapshot(TextHost(), silent).missing["load.average"].status is Status.UNREADABLE


def test_what_was_read_before_the_end_stays_and_the_rest_has_the_reason() -> None:
    seen = snapshot(TextHost(), stops)

    assert seen.number("load.tasks") == 3
    assert set(seen.missing) == {"load.average"}
    assert seen.missing["load.average"].status is Status.NO_PERMISSION

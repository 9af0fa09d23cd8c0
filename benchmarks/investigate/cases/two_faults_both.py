"""A path that loses packets, and at the same time a volume that is full."""

from benchmarks.contract import Case, Scene
from benchmarks.faults.cases.disk_full import disk_full
from benchmarks.faults.cases.net_loss import net_loss
from benchmarks.host.bench import Bench


def _make(bench: Bench) -> Scene:
    loss, full = net_loss.make(bench), disk_full.make(bench)
    return Scene(
        signals=(*loss.signals, *full.signals),
        truth=loss.truth,
        also=(full.truth,) if full.truth else (),
    )


two_faults_both = Case(
    name="two-faults-both",
    tells="A path loses 10 % of its packets, and a log writer has filled a volume.",
    make=_make,
    tools=(*net_loss.tools, *disk_full.tools),
)

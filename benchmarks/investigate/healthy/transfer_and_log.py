"""Twin of two-faults-both: a transfer without loss, and a log on a volume with room."""

from benchmarks.contract import Case, Scene
from benchmarks.healthy.cases.bulk_transfer import bulk_transfer
from benchmarks.healthy.cases.log_writer import log_writer
from benchmarks.host.bench import Bench


def _make(bench: Bench) -> Scene:
    transfer, log = bulk_transfer.make(bench), log_writer.make(bench)
    return Scene(signals=(*transfer.signals, *log.signals))


transfer_and_log = Case(
    name="transfer-and-log",
    tells="A transfer goes on without loss, and a service logs 200 kB a second.",
    make=_make,
    tools=bulk_transfer.tools,
)

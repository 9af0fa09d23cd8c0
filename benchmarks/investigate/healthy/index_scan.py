"""Twin of sequential-scan: the same questions to the same table, with an index."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.postgres import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.sequential_scan import scans, start_shop


def _make(bench: Bench) -> Scene:
    server, clients, _ = start_shop(bench, index=True)
    return Scene(
        signals=(
            scans(server, most=0.1),
            Signal(
                name="answers a second",
                read=lambda: sum(one.tally.read() for one in clients),
                measure="rate",
                least=30,
            ),
        )
    )


index_scan = Case(
    name="index-scan",
    tells="A query finds its rows in a table of 100 MB by an index.",
    make=_make,
    tools=TOOLS,
)

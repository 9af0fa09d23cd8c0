"""Twin of dns-first-dead: both name servers answer."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.dns_first_dead import dns_first_dead, start_names


def _make(bench: Bench) -> Scene:
    client, (first, _), _ = start_names(bench, first_is_dead=False)
    return Scene(
        signals=(
            Signal(name="slow look-ups", read=client.tally.read, measure="growth", most=0),
            Signal(
                name="answers of the first server", read=first.tally.read, measure="rate", least=3
            ),
        )
    )


dns_both_alive = Case(
    name="dns-both-alive",
    tells="Both name servers answer.",
    make=_make,
    tools=dns_first_dead.tools,
)

"""Twin of node-loop: the same service and visitors; a report takes 5 ms."""

from benchmarks.contract import Case, Scene
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.node_loop import TOOLS, answers, start_service

MILLISECONDS = 5


def _make(bench: Bench) -> Scene:
    _, _, visitors = start_service(bench, MILLISECONDS)
    return Scene(signals=(answers(visitors, least=30),))


node_quick = Case(
    name="node-quick",
    tells="A Node service makes its reports in 5 ms each.",
    make=_make,
    tools=TOOLS,
)

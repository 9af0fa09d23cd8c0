"""Twin of inside-namespaces: the same containers; the server accepts at once."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.investigate.cases.inside_namespaces import inside_namespaces, start_pod


def _make(bench: Bench) -> Scene:
    pod = start_pod(bench, manner="close", backlog=128, ask_per_second=2)
    return Scene(
        signals=(
            Signal(
                name="net.Tcp.PassiveOpens a second",
                read=lambda: network_value(pod.server.pid, "Tcp", "PassiveOpens"),
                measure="rate",
                least=4,
            ),
            Signal(
                name="net.TcpExt.ListenOverflows",
                read=lambda: network_value(pod.server.pid, "TcpExt", "ListenOverflows"),
                measure="level",
                most=0,
            ),
        )
    )


container_at_work = Case(
    name="container-at-work",
    tells="A server in a container answers its clients.",
    make=_make,
    tools=inside_namespaces.tools,
    controllers=inside_namespaces.controllers,
)

"""A server in a container of its own accepts too slowly; so does nobody else."""

from dataclasses import dataclass

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.groups import Group, make_group
from benchmarks.host.networks import Network, make_network
from benchmarks.host.place import CLONE_NEWNET, CONTAINER_LIKE, Place
from benchmarks.host.workers import Worker, start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

PORT = 8080
ADDRESS = "127.0.0.1"
CLIENTS = 4
_ID_CHARACTERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """Two containers that share a network, as those of a pod do: a server and its clients."""

    server: Worker
    clients: list[Worker]
    groups: tuple[Group, Group]


def start_pod(bench: Bench, *, manner: str, backlog: int, ask_per_second: int) -> Pod:
    """Containers as a runtime makes them: own namespaces, groups named by their ids."""
    network = make_network(bench)
    groups = (make_container(bench), make_container(bench))
    server = start_worker(
        bench,
        "serve",
        place=_inside(groups[0], network),
        address=ADDRESS,
        port=PORT,
        manner=manner,
        backlog=backlog,
    )
    name = bench.name()
    clients = [
        start_worker(
            bench,
            "connect",
            name=name,
            place=_inside(groups[1], network),
            address=ADDRESS,
            port=PORT,
            per_second=ask_per_second,
            ask=True,
        )
        for _ in range(CLIENTS)
    ]
    return Pod(server=server, clients=clients, groups=groups)


def make_container(bench: Bench) -> Group:
    """A group named as docker names them, by an id that says nothing."""
    number = "".join(f"{ord(letter):x}" for letter in bench.folder.name + bench.name())
    return make_group(
        bench, "memory", "cpu", name=f"docker-{number[::-1]:0<{_ID_CHARACTERS}.64}.scope"
    )


def _inside(group: Group, network: Network) -> Place:
    # The network is joined by its name; all other namespaces are new.
    return Place(groups=group.paths, network=network.path, unshared=CONTAINER_LIKE & ~CLONE_NEWNET)


def _make(bench: Bench) -> Scene:
    pod = start_pod(bench, manner="never", backlog=1, ask_per_second=10)
    container = pod.groups[0].name
    number = container.removeprefix("docker-").removesuffix(".scope")
    return Scene(
        signals=(
            Signal(
                name="net.TcpExt.ListenOverflows a second",
                read=lambda: network_value(pod.server.pid, "TcpExt", "ListenOverflows"),
                measure="rate",
                least=2,
            ),
        ),
        truth=Truth(
            resources=("network",),
            aspects=("saturation", "errors"),
            # by the pid that the host knows, never by the 1 that it has inside
            culprit=together(
                known_worker(pod.server), who(texts=[number, number[:12]], ports=[PORT])
            ),
            victims=together(known_worker(*pod.clients), who(texts=[pod.groups[1].name])),
            signal=(r"overflow", r"accept|backlog", r"listen.?(drop|queue)"),
        ),
    )


inside_namespaces = Case(
    name="inside-namespaces",
    tells="A server in a container accepts too slowly: its queue of one overflows.",
    make=_make,
    tools=("ip",),
    controllers=("cpu", "memory"),
)

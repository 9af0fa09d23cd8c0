"""Network namespaces of the bench and the virtual cables between them."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.host.bench import Bench
from benchmarks.host.commands import run

# 198.18.0.0/15 is set aside for benchmarks (RFC 2544): no real network uses it.
_SUBNET = "198.18.{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """An own network namespace; the loopback interface in it is up."""

    name: str

    @property
    def path(self) -> Path:
        """The file that stands for it."""
        return Path("/run/netns", self.name)

    @property
    def inode(self) -> int:
        """Its number, as in 'net:[4026532281]'."""
        return self.path.stat().st_ino

    def run(self, *arguments: str, given: str | None = None) -> str:
        """Runs a tool inside it."""
        return run("ip", "netns", "exec", self.name, *arguments, given=given)

    def filter(self, rules: str) -> None:
        """Loads packet filter rules inside it."""
        self.run("nft", "-f", "-", given=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """A veth pair: the near end and the far end, each with its address."""

    near: str
    far: str
    near_address: str
    far_address: str

    @property
    def texts(self) -> frozenset[str]:
        """The names and addresses of both ends."""
        return frozenset({self.near, self.far, self.near_address, self.far_address})


def make_network(bench: Bench) -> Network:
    """A namespace with a neutral name."""
    name = bench.name().replace("svc", "hxb")
    bench.journal.write("namespace", name)
    run("ip", "netns", "add", name)
    network = Network(name=name)
    network.run("ip", "link", "set", "lo", "up")
    return network


def join(bench: Bench, near: Network | None, far: Network) -> Cable:
    """Joins two namespaces by a cable; without a near one, the host with the far one."""
    stem = bench.name().removeprefix("svc-")
    near_end, far_end = f"hxv{stem}a", f"hxv{stem}b"
    near_address, far_address = _addresses(stem)
    if near is None:
        bench.journal.write("link", near_end)
    inside = ("netns", near.name) if near is not None else ()
    run(
        *("ip", "link", "add", near_end, *inside, "type", "veth"),
        *("peer", "name", far_end, "netns", far.name),
    )
    _bring_up(near, near_end, near_address)
    _bring_up(far, far_end, far_address)
    return Cable(near=near_end, far=far_end, near_address=near_address, far_address=far_address)


def _addresses(stem: str) -> tuple[str, str]:
    subnet = _SUBNET.format(number=(ord(stem[0]) - ord("a") + 26 * int(stem[1:])) % 256)
    return f"{subnet}.1", f"{subnet}.2"


def _bring_up(network: Network | None, interface: str, address: str) -> None:
    tool = network.run if network is not None else run
    tool("ip", "address", "add", f"{address}/30", "dev", interface)
    tool("ip", "link", "set", interface, "up")

"""Virtual cables come and go, as on a host of short-lived containers."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    stem = bench.name().removeprefix("svc-")
    near, far = f"veth{stem}a", f"veth{stem}b"
    bench.journal.write("link", near)
    host = start_worker(bench, "flap", near=near, far=far, per_second=2)
    return Scene(signals=(Signal(name="flaps", read=host.tally.read, measure="growth", least=5),))


veth_flaps = Case(
    name="veth-flaps",
    tells="Virtual cables are made and taken away twice a second.",
    make=_make,
    tools=("ip",),
)

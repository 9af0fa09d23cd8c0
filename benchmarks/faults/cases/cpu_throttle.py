"""A service held to a tenth of one CPU by its quota, on an idle host."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

QUOTA_MICROSECONDS = 10_000
GENEROUS_QUOTA_MICROSECONDS = 50_000


def _make(bench: Bench) -> Scene:
    group, name = make_group(bench, "cpu"), bench.name()
    group.limit_cpu(QUOTA_MICROSECONDS)
    loops = [
        start_worker(bench, "busy", name=name, place=Place(groups=group.paths)) for _ in range(2)
    ]
    other = make_group(bench, "cpu")
    other.limit_cpu(GENEROUS_QUOTA_MICROSECONDS)
    innocent = start_worker(
        bench,
        "busy_by_turns",
        place=Place(groups=other.paths),
        busy_seconds=0.002,
        rest_seconds=0.05,
    )
    return Scene(
        signals=(
            Signal(name="nr_throttled a second", read=group.throttled, measure="rate", least=5),
            Signal(name="nr_throttled of the other", read=other.throttled, measure="rate", most=1),
        ),
        truth=Truth(
            resources=("cpu",),
            aspects=("saturation",),
            culprit=together(known_worker(*loops), who(texts=[group.name])),
            bystanders=known_worker(innocent),
            signal=(r"throttl", r"quota"),
        ),
    )


cpu_throttle = Case(
    name="cpu-throttle",
    tells="A service is limited to 10 % of one CPU by its quota; the host is idle.",
    make=_make,
    controllers=("cpu",),
)

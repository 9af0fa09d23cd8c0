"""Twin of redis-slow: the same server and clients; the keys are listed piece by piece."""

from benchmarks.contract import Case, Scene
from benchmarks.daemons.redis import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.redis_slow import answers, start_cache, start_client


def _make(bench: Bench) -> Scene:
    _, readers = start_cache(bench)
    start_client(bench, bench.name(), ["SCAN 0 MATCH orders:* COUNT 100"], 0.02)
    return Scene(signals=(answers(readers, least=60),))


redis_scan = Case(
    name="redis-scan",
    tells="A client has Redis list a million keys piece by piece.",
    make=_make,
    tools=TOOLS,
)

"""NVIDIA GPUs: use, memory, errors and why they are slower than they could be."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, collector
from hexascope.domain.snapshot import Reading

SOURCE = "nvml"
NUMBERS = {
    "utilization": "gpu.utilization",
    "memory_share": "gpu.memory_share",
    "temperature": "gpu.temperature",
    "uncorrected": "gpu.uncorrected",
    "pcie_replays": "gpu.pcie_replays",
    "remap_failed": "gpu.remap_failed",
    "power_share": "gpu.power_share",
}
TEXTS = {"name": "gpu.name", "throttled": "gpu.throttled"}


def _processes(gpu: str, told: Json) -> Iterator[Reading]:
    for row in told if isinstance(told, list) else []:
        if isinstance(row, list) and len(row) == 2 and isinstance(row[1], int | float):
            labels = (("gpu", gpu), ("pid", str(row[0])))
            yield Reading("gpu.process_memory", labels, row[1], SOURCE)


@collector(
    reads=(SOURCE,),
    gives=("gpu.count", *NUMBERS.values(), *TEXTS.values(), "gpu.process_memory"),
)
def gpu(host: HostFiles) -> Iterator[Reading]:
    """Ask NVML, where the driver is loaded and its Python module is installed."""
    told = host.call(SOURCE)
    cards = told if isinstance(told, list) else []
    yield Reading("gpu.count", (), len(cards), SOURCE)
    for place, card in enumerate(cards):
        if not isinstance(card, dict):
            continue
        labels = (("gpu", str(place)),)
        for name, family in NUMBERS.items():
            number = card.get(name)
            if isinstance(number, int | float):
                yield Reading(family, labels, number, SOURCE)
        for name, family in TEXTS.items():
            word = card.get(name)
            if isinstance(word, str):
                yield Reading(family, labels, word, SOURCE)
        yield from _processes(str(place), card.get("processes"))

"""NVIDIA GPUs through NVML, where its library is present."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status

DRIVER = "/proc/driver/nvidia/version"
MOST_CARDS = 64
MOST_PROCESSES = 64
REASONS = {
    0x4: "power limit",
    0x8: "hardware slowdown",
    0x20: "heat (driver)",
    0x40: "heat (hardware)",
    0x80: "power brake",
}
"""Reasons for lower clocks that are trouble; idle clocks and a user's setting are not."""


def nvml() -> Json:
    """Give a table of each GPU; what a card does not tell is left out of its table."""
    if not Path(DRIVER).exists():
        raise NotHere(Status.NOT_PRESENT, "no NVIDIA driver is loaded")
    try:
        library: Any = import_module("pynvml")
    except ImportError:
        raise NotHere(
            Status.NOT_SUPPORTED, "the NVIDIA driver is loaded; pip install 'hexascope[gpu]'"
        ) from None
    try:
        library.nvmlInit()
    except library.NVMLError as error:
        raise NotHere(Status.UNREADABLE, f"NVML: {error}") from None
    try:
        count = min(int(library.nvmlDeviceGetCount()), MOST_CARDS)
        return [_card(library, library.nvmlDeviceGetHandleByIndex(one)) for one in range(count)]
    except library.NVMLError as error:
        raise NotHere(Status.UNREADABLE, f"NVML: {error}") from None
    finally:
        library.nvmlShutdown()


def _card(library: Any, card: Any) -> Json:
    """Ask one card; each question may be one that this model has no answer to."""
    questions: Mapping[str, Callable[[], Json]] = {
        "name": lambda: _word(library.nvmlDeviceGetName(card)),
        "utilization": lambda: library.nvmlDeviceGetUtilizationRates(card).gpu / 100,
        "memory_share": lambda: _used(library.nvmlDeviceGetMemoryInfo(card)),
        "temperature": lambda: int(
            library.nvmlDeviceGetTemperature(card, library.NVML_TEMPERATURE_GPU)
        ),
        "uncorrected": lambda: int(
            library.nvmlDeviceGetTotalEccErrors(
                card, library.NVML_MEMORY_ERROR_TYPE_UNCORRECTED, library.NVML_VOLATILE_ECC
            )
        ),
        "pcie_replays": lambda: int(library.nvmlDeviceGetPcieReplayCounter(card)),
        "remap_failed": lambda: int(library.nvmlDeviceGetRemappedRows(card)[3]),
        "power_share": lambda: (
            library.nvmlDeviceGetPowerUsage(card) / library.nvmlDeviceGetEnforcedPowerLimit(card)
        ),
        "throttled": lambda: _reasons(int(library.nvmlDeviceGetCurrentClocksThrottleReasons(card))),
        "processes": lambda: _processes(library, card),
    }
    told: dict[str, Json] = {}
    for name, ask in questions.items():
        try:
            told[name] = ask()
        except (library.NVMLError, AttributeError, ZeroDivisionError, LookupError):
            continue
    return told


def _word(name: Any) -> str:
    return name.decode(errors="backslashreplace") if isinstance(name, bytes) else str(name)


def _used(memory: Any) -> float:
    return float(memory.used) / float(memory.total)


def _reasons(mask: int) -> str:
    return ", ".join(word for bit, word in REASONS.items() if mask & bit)


def _processes(library: Any, card: Any) -> Json:
    running = library.nvmlDeviceGetComputeRunningProcesses(card)
    return [[int(one.pid), int(one.usedGpuMemory or 0)] for one in running[:MOST_PROCESSES]]


CALLS: Mapping[str, Call] = {"nvml": nvml}

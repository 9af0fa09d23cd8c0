"""Numbers for people: 1.2 GiB, 35 ms, 47%; and with a comma where the language wants it."""

import math
from collections.abc import Callable, Mapping

_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_THOUSANDS = ("", "k", "M", "G", "T")


def number(value: float) -> str:
    """Write a plain number with at most three significant digits after thousands: 1,234 or 0.12."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "?"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def mean(value: float) -> str:
    """Write a mean of counts, the third digit of which is chance: 0.471 → 0.47, 12.34 → 12."""
    if not math.isfinite(value) or abs(value) >= 10:
        return number(round(value) if math.isfinite(value) else value)
    return f"{value:.2g}"


def percent(ratio: float) -> str:
    """Write a ratio as percent: 0.471 → 47%, 0.0042 → 0.42%."""
    value = ratio * 100
    if value == 0 or abs(value) >= 10:
        return f"{value:.0f}%"
    return f"{value:.2g}%"


def size(value: float) -> str:
    """Write bytes in binary units: 1.2 GiB."""
    magnitude = abs(value)
    step = 0
    while magnitude >= 1023.5 and step < len(_BINARY) - 1:
        magnitude /= 1024
        step += 1
    shown = f"{magnitude:.0f}" if step == 0 or magnitude >= 99.5 else f"{magnitude:.3g}"
    return f"{'-' if value < 0 else ''}{shown} {_BINARY[step]}"


def size_per_second(value: float) -> str:
    """Write bytes a second: 40.1 MiB/s."""
    return f"{size(value)}/s"


def bits_per_second(value: float) -> str:
    """Write the speed of a link: 2.5 Gbit/s."""
    magnitude, step = abs(value), 0
    while magnitude >= 999.5 and step < len(_THOUSANDS) - 1:
        magnitude /= 1000
        step += 1
    return f"{'-' if value < 0 else ''}{magnitude:.3g} {_THOUSANDS[step]}bit/s"


def per_second(value: float) -> str:
    """Write a rate: 1.2k/s."""
    magnitude, step = abs(value), 0
    while magnitude >= 9_999.5 and step < len(_THOUSANDS) - 1:
        magnitude /= 1000
        step += 1
    shown = f"{magnitude:.0f}" if magnitude >= 99.5 else f"{magnitude:.3g}"
    return f"{'-' if value < 0 else ''}{shown}{_THOUSANDS[step]}/s"


def seconds(value: float) -> str:
    """Write a duration: 250 µs, 35 ms, 1.5 s, 12 min, 3.4 h, 2.1 d."""
    for limit, factor, unit in (
        (1e-3, 1e6, "µs"),
        (1.0, 1e3, "ms"),
        (120.0, 1.0, "s"),
        (7200.0, 1 / 60, "min"),
        (172_800.0, 1 / 3600, "h"),
    ):
        if abs(value) < limit:
            return f"{value * factor:.3g} {unit}"
    return f"{value / 86_400:.3g} d"


SHOWN: Mapping[str, Callable[[float], str]] = {
    "number": number,
    "count": number,
    "mean": mean,
    "percent": percent,
    "bytes": size,
    "bytes_per_s": size_per_second,
    "bits_per_s": bits_per_second,
    "per_s": per_second,
    "seconds": seconds,
}
"""How a value is shown, by the word behind the colon in a template."""

_SWAP = str.maketrans({",": ".", ".": ","})


def show(value: float, how: str, *, decimal_comma: bool = False) -> str:
    """Write a value as one of SHOWN, with a decimal comma where the language wants it."""
    shown = SHOWN[how](value)
    return shown.translate(_SWAP) if decimal_comma else shown

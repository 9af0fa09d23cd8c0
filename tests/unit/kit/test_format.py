import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.kit.format import SHOWN, show


@pytest.mark.parametrize(
    ("how", "value", "shown"),
    [
        ("percent", 0.471, "47%"),
        ("percent", 0.0042, "0.42%"),
        ("percent", 0, "0%"),
        ("percent", 1.0, "100%"),
        ("bytes", 0, "0 B"),
        ("bytes", 1023, "1023 B"),
        ("bytes", 1024, "1 KiB"),
        ("bytes", 1.5 * 2**30, "1.5 GiB"),
        ("bytes", 200 * 2**20, "200 MiB"),
        ("bytes", -2048, "-2 KiB"),
        ("bytes_per_s", 41.9e6, "40 MiB/s"),
        ("per_s", 3.2, "3.2/s"),
        ("per_s", 98_765, "98.8k/s"),
        ("seconds", 0.000_25, "250 µs"),
        ("seconds", 0.035, "35 ms"),
        ("seconds", 1.5, "1.5 s"),
        ("seconds", 600, "10 min"),
        ("seconds", 86_400, "24 h"),
        ("number", 1234, "1,234"),
        ("number", 0.123, "0.123"),
        ("count", math.inf, "∞"),
        ("mean", 0.471, "0.47"),
        ("mean", 3.0, "3"),
        ("bits_per_s", 100_000_000, "100 Mbit/s"),
        ("bits_per_s", 2.5e9, "2.5 Gbit/s"),
        ("mean", 12.34, "12"),
        ("mean", 1234.5, "1,234"),
        ("mean", math.inf, "∞"),
    ],
)
def test_numbers_are_written_as_people_write_them(how: str, value: float, shown: str) -> None:
    assert show(value, how) == shown


@given(st.sampled_from(sorted(SHOWN)), st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_every_number_can_be_shown_in_every_way(how: str, value: float) -> None:
    assert show(value, how)
    assert show(value, how, decimal_comma=True)

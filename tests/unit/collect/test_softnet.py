import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.softnet import softnet
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
ROW = "0000307f 00000002 0000000a" + " 00000000" * 9


def test_columns_are_hexadecimal_and_summed_over_the_cpus() -> None:
    text = f"{ROW} 00000000 0 0\n{ROW} 00000003 0 0\n"

    seen = snapshot(TextHost({"/proc/net/softnet_stat": text}), softnet)

    assert seen.number("softnet.packet_count", cpu="0") == 0x307F
    assert seen.number("softnet.drop_count", cpu="3") == 2
    assert seen.number("softnet.squeeze_count", cpu="all") == pytest.approx(20)


def test_older_kernels_do_not_number_their_lines() -> None:
    seen = snapshot(TextHost({"/proc/net/softnet_stat": "1 2 3\n4 5 6\n"}), softnet)

    assert seen.number("softnet.drop_count", cpu="1") == 5


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/net/softnet_stat": text}, calls=CALLS), softnet)

import pytest

from hexascope.derive.derivers.softirq import softirq
from hexascope.derive.gather import gather
from tests.support.cases import reading, window

RAW = "interrupts.device_count"


def test_counters_of_the_network_code_become_rates() -> None:
    seen = window(
        [reading("softnet.drop_count", 5.0, cpu="all")],
        [reading("softnet.drop_count", 55.0, cpu="all")],
    )

    facts = gather(seen, {"softirq": softirq})

    assert facts.number("softnet.drops", cpu="all") == pytest.approx(10.0)


def test_the_busiest_cpu_is_named_with_its_share_of_interrupts() -> None:
    seen = window(
        [reading(RAW, 0.0, cpu="0"), reading(RAW, 0.0, cpu="1")],
        [reading(RAW, 100.0, cpu="0"), reading(RAW, 900.0, cpu="1")],
    )

    facts = gather(seen, {"softirq": softirq})

    assert facts.number("interrupts.share", cpu="1") == pytest.approx(0.9)
    assert facts.number("interrupts.rate", cpu="all") == pytest.approx(200.0)


def test_without_any_interrupt_there_is_no_share() -> None:
    seen = window([reading(RAW, 1.0, cpu="0")], [reading(RAW, 1.0, cpu="0")])

    assert list(gather(seen, {"softirq": softirq}).of("interrupts.share")) == []

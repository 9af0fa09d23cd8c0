"""The price table: dated, ordered, and second to the user's own prices."""

import pytest

from hexascope.consult.prices import AS_OF, HOURS_A_MONTH, TABLE, next_larger, next_smaller, price


def test_a_known_machine_has_a_dated_price() -> None:
    found = price("m5.large", {})

    assert found is not None
    assert found.dollars_a_month == pytest.approx(0.096 * HOURS_A_MONTH)
    assert found.source == AS_OF


def test_the_users_own_price_comes_first_and_may_name_any_machine() -> None:
    own = {"m5.large": 0.05, "our.rack": 0.2}

    for name, dollars in own.items():
        found = price(name, own)
        assert found is not None
        assert found.dollars_a_month == pytest.approx(dollars * HOURS_A_MONTH)
        assert found.source == "[prices]"


def test_an_unknown_machine_has_none() -> None:
    assert price("", {}) is None
    assert next_larger("our.rack", {"our.rack": 0.2}) is None


def test_neighbours_are_of_the_same_ladder_and_the_ladder_has_ends() -> None:
    larger, smaller = next_larger("m5.xlarge", {}), next_smaller("m5.xlarge", {})

    assert larger is not None
    assert smaller is not None
    assert (smaller.name, larger.name) == ("m5.large", "m5.2xlarge")
    assert next_smaller("m5.large", {}) is None
    assert next_larger("m5.4xlarge", {}) is None


@pytest.mark.parametrize("name", TABLE)
def test_the_next_larger_machine_costs_more(name: str) -> None:
    here, larger = price(name, {}), next_larger(name, {})

    assert here is not None
    assert larger is None or larger.dollars_a_month > here.dollars_a_month


def test_the_table_holds_some_forty_machines_of_three_providers() -> None:
    assert len(TABLE) >= 40
    assert {"t3.micro", "e2-standard-2", "Standard_D2s_v5"} <= TABLE.keys()

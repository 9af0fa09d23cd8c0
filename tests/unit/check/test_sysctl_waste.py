import pytest

from hexascope.check.checks.sysctl_waste import RULES, sysctl_waste
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, reading

COSTLY = {
    "vm.zone_reclaim_mode": "1",
    "net.core.somaxconn": "128",
    "net.ipv4.tcp_window_scaling": "0",
    "net.ipv4.tcp_sack": "0",
    "net.ipv4.tcp_timestamps": "0",
    "vm.swappiness": "101",
}


@pytest.mark.parametrize("name", RULES)
def test_a_costly_setting_is_a_note_with_its_price(name: str) -> None:
    about = case(last=[reading("sysctl.value", COSTLY[name], name=name)])
    [note] = findings(sysctl_waste, about)
    [raised] = findings(sysctl_waste, about, strict=True)

    assert (note.severity, raised.severity) == (Severity.INFO, Severity.LOW)
    assert note.description == RULES[name].costs
    assert note.resource is RULES[name].resource


@pytest.mark.parametrize("name", RULES)
def test_the_usual_value_costs_nothing(name: str) -> None:
    for value in (RULES[name].better, "many"):
        about = case(last=[reading("sysctl.value", value, name=name)])

        assert findings(sysctl_waste, about) == []

import pytest

from hexascope.check.checks.sysctl_waste import RULES, sysctl_waste
from hexascope.domain.case import Case
from hexascope.domain.rows import Namespace
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, reading
from tests.support.network import OWN, sock

COSTLY = {
    "vm.zone_reclaim_mode": "1",
    "net.core.somaxconn": "128",
    "net.ipv4.tcp_window_scaling": "0",
    "net.ipv4.tcp_sack": "0",
    "net.ipv4.tcp_timestamps": "0",
    "vm.swappiness": "101",
}


def about(
    name: str,
    value: str,
    *,
    nodes: int = 2,
    area: str = "/dev/sda2",
    zswapped: float = 0.0,
    backlog: int = 128,
    refused: float = 7.0,
) -> Case:
    """Give a host on which each setting of the table shows what it costs."""
    shown = [
        *(
            reading("numa.memory", 1e9, node=str(node), **{"class": "free"})
            for node in range(nodes)
        ),
        reading("memory.size", zswapped, **{"class": "Zswapped"}),
        Namespace(OWN, 1, 10, own=True),
        sock(namespace=OWN, state="LISTEN", backlog=backlog),
        reading("tcp.count", refused, name="ListenOverflows", namespace=OWN),
    ]
    swap = [reading("swap.size", 1e9, area=area)] if area else []
    return case(last=[reading("sysctl.value", value, name=name), *shown, *swap])


@pytest.mark.parametrize("name", RULES)
def test_a_costly_setting_is_a_note_with_its_price(name: str) -> None:
    [note] = findings(sysctl_waste, about(name, COSTLY[name]))
    [raised] = findings(sysctl_waste, about(name, COSTLY[name]), strict=True)

    assert (note.severity, raised.severity) == (Severity.INFO, Severity.LOW)
    assert note.description == RULES[name].costs
    assert note.resource is RULES[name].resource


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("value", ["", "many"])
def test_the_usual_value_and_nonsense_cost_nothing(name: str, value: str) -> None:
    assert findings(sysctl_waste, about(name, RULES[name].better)) == []
    assert findings(sysctl_waste, about(name, value)) == []


def test_one_above_the_limit_is_fine() -> None:
    assert findings(sysctl_waste, about("net.core.somaxconn", "129", backlog=129)) == []
    assert findings(sysctl_waste, about("vm.swappiness", "100")) == []


@pytest.mark.parametrize(
    "fine",
    [
        about("vm.zone_reclaim_mode", "1", nodes=1),
        about("vm.zone_reclaim_mode", "1", nodes=0),
        about("vm.swappiness", "180", area="/dev/zram0"),
        about("vm.swappiness", "180", zswapped=4096.0),
        about("vm.swappiness", "180", area=""),
        about("net.core.somaxconn", "128", backlog=127),
        about("net.core.somaxconn", "128", refused=0.0),
    ],
)
def test_where_it_costs_nothing_here_it_is_not_told(fine: Case) -> None:
    assert findings(sysctl_waste, fine, strict=True) == []

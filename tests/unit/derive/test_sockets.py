import pytest

from hexascope.derive.derivers.sockets import sockets
from hexascope.derive.gather import gather
from tests.support.cases import reading, window
from tests.support.network import OTHER, sock

WHERE = {"namespace": OTHER, "remote": "10.0.0.2:80"}


def test_growth_and_the_share_of_the_ports_are_by_destination() -> None:
    ports = reading("port.range", 1000, namespace=OTHER)
    seen = window(
        [reading("socket.time_wait", 100, **WHERE)],
        [reading("socket.time_wait", 600, **WHERE), ports, sock()],
        seconds=5.0,
    )

    facts = gather(seen, {"sockets": sockets})

    assert facts.number("socket.time_wait_growth", **WHERE) == pytest.approx(100)
    assert facts.number("socket.port_use", **WHERE) == pytest.approx(0.601)

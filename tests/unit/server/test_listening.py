import socket
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from hexascope.domain.errors import BadSettings, Denied
from hexascope.server.listening import (
    Place,
    bound,
    certificate_context,
    is_loopback,
    refuse_open,
)
from hexascope.settings.groups import Server

PLAIN = Server()
WITH_TLS = Server(tls_certificate="c.pem", tls_key="k.pem")
BEHIND_PROXY = Server(trusted_proxies="10.0.0.1")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST."]
)
def test_loopback_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "10.0.0.1", "", "localhost.evil.org", "128.0.0.1"]
)
def test_what_others_reach_is_no_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "place", [Place(), Place(host="::1"), Place(host="0.0.0.0", path=Path("s"))]
)
def test_on_this_machine_alone_nothing_is_needed(place: Place) -> None:
    assert place.private
    refuse_open(place, PLAIN, login_ready=False)


def test_in_the_open_tls_is_needed() -> None:
    with pytest.raises(Denied, match="in the clear"):
        refuse_open(Place(host="0.0.0.0"), PLAIN, login_ready=True)


@pytest.mark.parametrize("said", [WITH_TLS, BEHIND_PROXY])
def test_in_the_open_somebody_must_be_able_to_log_in(said: Server) -> None:
    with pytest.raises(Denied, match="nobody can log in yet"):
        refuse_open(Place(host="0.0.0.0"), said, login_ready=False)
    refuse_open(Place(host="0.0.0.0"), said, login_ready=True)


def test_a_free_port_is_found_and_listened_on() -> None:
    (made,) = bound(Place(port=0))
    with made:
        assert made.getsockname()[1] > 0
        with socket.create_connection(made.getsockname(), timeout=5):
            pass


def test_a_taken_port_is_named() -> None:
    (first,) = bound(Place(port=0))
    with first, pytest.raises(BadSettings, match="is taken"):
        bound(Place(port=first.getsockname()[1]))


@pytest.mark.parametrize("host", ["203.0.113.7", "no such name", "a" * 300])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(BadSettings, match=host[:20]):
        bound(Place(host=host, port=0))


def test_a_unix_socket_is_for_user_and_group_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    (made,) = bound(Place(path=path))
    with made:
        assert path.stat().st_mode & 0o777 == 0o660


def test_a_socket_that_was_left_is_replaced_and_one_in_use_is_not(tmp_path: Path) -> None:
    path = tmp_path / "s"
    bound(Place(path=path))[0].close()  # its file stays
    (made,) = bound(Place(path=path))
    with made, pytest.raises(BadSettings, match="is taken"):
        bound(Place(path=path))


def test_no_file_is_removed_for_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_text("precious")

    with pytest.raises(BadSettings, match="is no socket"):
        bound(Place(path=path))
    assert path.read_text() == "precious"


@pytest.mark.parametrize(("letters", "works"), [(107, True), (108, False)])
def test_a_sockets_path_has_a_length(tmp_path: Path, letters: int, works: bool) -> None:
    path = tmp_path / ("s" * (letters - len(str(tmp_path)) - 1))
    if works:
        bound(Place(path=path))[0].close()
    else:
        with pytest.raises(BadSettings, match="longer than 107 bytes"):
            bound(Place(path=path))


@pytest.fixture
def with_tls(tmp_path: Path) -> Server:
    made = trustme.CA().issue_cert("localhost")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made.private_key_pem.write_to_path(str(key))
    for pem in made.cert_chain_pems:
        pem.write_to_path(str(certificate), append=True)
    return Server(tls_certificate=str(certificate), tls_key=str(key))


def test_a_certificate_with_its_key_is_taken(with_tls: Server) -> None:
    assert certificate_context(with_tls) is not None
    assert certificate_context(PLAIN) is None


def test_what_is_wrong_with_a_certificate_is_said(with_tls: Server, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().issue_cert("localhost").private_key_pem.write_to_path(str(other))
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_bytes(b"\0nonsense")

    for said, words in (
        (replace(with_tls, tls_key=""), "needs both"),
        (replace(with_tls, tls_certificate=""), "needs both"),
        (replace(with_tls, tls_key=str(tmp_path / "none")), "tls_key.*No such file"),
        (replace(with_tls, tls_certificate=str(tmp_path)), "tls_certificate.*directory"),
        (replace(with_tls, tls_key=str(other)), "no certificate with its key"),
        (replace(with_tls, tls_certificate=str(nonsense)), "no certificate with its key"),
    ):
        with pytest.raises(BadSettings, match=words):
            certificate_context(said)

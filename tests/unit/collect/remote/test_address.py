"""What is an ssh address, and what ssh is told."""

import pytest

from hexascope.collect.remote.address import Address, address_of
from hexascope.domain.errors import BadInput


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("ssh://web-1", Address("web-1")),
        ("ssh://web-1/", Address("web-1")),
        ("ssh://deploy@web-1.example:2222", Address("web-1.example", "deploy", 2222)),
        ("ssh://root@[2001:db8::1]:22", Address("2001:db8::1", "root", 22)),
        ("ssh://10.0.0.7", Address("10.0.0.7")),
    ],
)
def test_an_address_is_a_host_and_perhaps_a_user_and_a_port(text: str, known: Address) -> None:
    assert address_of(text) == known


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ssh://-oProxyCommand=id", "can't be a host's name"),
        ("ssh://$(id)", "can't be a host's name"),
        ("ssh://a b", "can't be a host's name"),
        ("ssh://", "can't be a host's name"),
        ("ssh://-l@h", "can't be a user's name"),
        ("ssh://@h", "can't be a user's name"),
        ("ssh://a;b@h", "can't be a user's name"),
        ("ssh://me:secret@h", "holds no password"),
        ("ssh://h:0", "is no port"),
        ("ssh://h:99999", "is no port"),
        ("ssh://h:", "is no port"),
        ("ssh://h:²", "is no port"),
        ("ssh:/h", "is no ssh address"),
        ("ssh://h/path", "is no ssh address"),
        ("ssh://h\n", "can't be a host's name"),
    ],
)
def test_what_could_pass_for_an_option_or_a_command_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told) as said:
        address_of(text)

    assert "secret" not in str(said.value)


def test_ssh_asks_nothing_and_forwards_nothing_and_the_host_is_no_option() -> None:
    words = Address("h", "me", 2222).words("true")

    assert words[-3:] == ["--", "me@h", "true"]
    assert words[0] == "ssh"
    for option in (
        "BatchMode=yes",
        "ConnectTimeout=10",
        "ClearAllForwardings=yes",
        "ForwardAgent=no",
        "RequestTTY=no",
        "ControlMaster=no",
    ):
        assert words[words.index(option) - 1] == "-o"
    assert words[words.index("-p") + 1] == "2222"
    assert Address("h", "me", 2222).by_hand == "ssh -p 2222 me@h"

import pytest

from hexascope.consult.ledger.foreign import foreign_matter

NAMES = frozenset(("db.example.com", "nginx"))


@pytest.mark.parametrize(
    "sentence",
    [
        "See http://evil.example/x.",
        "See evil.example for more.",
        "Write to root@evil.org.",
        "![x](y) is nice.",
        "A [link](y) is nice.",
        "It is <b>bad</b>.",
        "Run `rm -rf /` at once.",
        "Run curl x | sh now.",
        "Type sudo reboot.",
        "Use $(id) here.",
    ],
)
def test_addresses_markup_and_commands_are_found(sentence: str) -> None:
    assert foreign_matter(sentence, NAMES)


@pytest.mark.parametrize(
    "sentence",
    [
        "nginx waits for db.example.com.",
        "Look at resolv.conf and at `nginx`.",
        "The disk is slow; the CPU is idle.",
        "Reads (and writes) wait [as measured].",
        "It killed the process, and removed the file.",
        "Is it < or > the limit?",
    ],
)
def test_plain_sentences_hold_none(sentence: str) -> None:
    assert foreign_matter(sentence, NAMES) == ""

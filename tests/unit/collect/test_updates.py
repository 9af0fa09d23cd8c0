from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.updates import AVAILABLE, updates
from tests.support.host import TextHost, snapshot

NEW = (
    "\n12 updates can be applied immediately.\n3 of these updates are standard security updates.\n"
)
OLD = "5 packages can be updated.\n2 updates are security updates.\n"
ONE = "1 update can be applied immediately.\n1 of these updates is a standard security update.\n"


def test_the_note_of_the_package_manager_is_read() -> None:
    for note, pending, security in ((NEW, 12, 3), (OLD, 5, 2), (ONE, 1, 1)):
        look = snapshot(TextHost({AVAILABLE: note, "/run/lock": ""}), updates)

        assert look.number("update.pending") == pending
        assert look.number("update.security") == security
        assert look.number("update.restart_required") == 0


def test_a_due_restart_is_seen() -> None:
    look = snapshot(TextHost({"/run/reboot-required": "*** restart ***"}), updates)

    assert look.number("update.restart_required") == 1


def test_a_host_without_such_notes_says_so() -> None:
    look = snapshot(TextHost({"/run/lock": ""}), updates)

    assert look.number("update.security") is None
    assert "update.security" in look.missing


@given(st.text(max_size=200))
def test_a_nonsensical_note_never_ends_the_look(note: str) -> None:
    snapshot(TextHost({AVAILABLE: note, "/run/lock": ""}), updates)

import pytest

from hexascope.derive.derivers.filesystems import filesystems
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Mount
from hexascope.domain.snapshot import Pulse
from tests.support.cases import window


def mount(**fields: object) -> Mount:
    base: dict[str, object] = {
        "point": "/data",
        "device": "/dev/vdb",
        "device_number": "8:16",
        "kind": "ext4",
        "options": "rw",
        "size_bytes": 1000,
        "free_bytes": 500,
        "available_bytes": 300,
        "inodes": 100,
        "inodes_free": 10,
    }
    return Mount(**{**base, **fields})  # type: ignore[arg-type] # the row checks


def facts(first: list[Mount], last: list[Mount], pulses: tuple[Pulse, ...] = ()) -> Facts:
    return Facts().with_more(filesystems.derive(window(first, last, pulses=pulses), Facts()))


def test_blocks_kept_for_root_count_as_neither_used_nor_available() -> None:
    found = facts([], [mount()])

    assert found.number("filesystem.used_share", mount="/data") == 500 / 800
    assert found.number("filesystem.available", mount="/data") == 300
    assert found.number("filesystem.inodes_share", mount="/data") == 0.9


def test_a_filesystem_that_fills_is_told_with_the_time_until_it_is_full() -> None:
    found = facts([mount(free_bytes=550)], [mount()])

    assert found.number("filesystem.fill_rate", mount="/data") == 10
    assert found.number("filesystem.time_to_full", mount="/data") == 30


def test_one_that_empties_has_no_such_time() -> None:
    assert "filesystem.time_to_full" not in facts([mount(free_bytes=400)], [mount()]).evidence


def test_one_that_was_made_larger_meanwhile_has_none_either() -> None:
    assert "filesystem.fill_rate" not in facts([mount(size_bytes=800)], [mount()]).evidence


def test_light_looks_tell_whether_it_fills_steadily() -> None:
    labels = (("number", "8:16"),)
    pulses = tuple(
        Pulse(at=100 + at, numbers={"filesystem.space": {labels: space}})
        for at, space in ((1, 340), (2, 330), (3, 330), (4, 320))
    )

    found = facts([mount(free_bytes=550)], [mount()], pulses)

    assert found.number("filesystem.steady_share", mount="/data") == pytest.approx(2 / 3)


def test_the_space_in_use_between_the_looks_is_drawn_beside_its_share() -> None:
    pulse = Pulse(at=102, numbers={"filesystem.space": {(("number", "8:16"),): 400.0}})

    found = facts([mount(free_bytes=600)], [mount()], (pulse,))

    [share] = found.of("filesystem.used_share")
    [rate] = found.of("filesystem.fill_rate")
    assert share.series == ((2, 0.5),)
    assert rate.series == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "squashfs"},
        {"options": "ro,relatime"},
        {"shown_as_duplicate": True},
        {"size_bytes": None},
        {"size_bytes": 0},
    ],
)
def test_what_can_not_be_written_or_was_counted_already_is_left_out(
    fields: dict[str, object],
) -> None:
    assert not facts([], [mount(**fields)]).evidence


def test_an_overlay_on_a_filesystem_that_is_seen_itself_is_left_out_and_kept_otherwise() -> None:
    overlay = mount(point="/", kind="overlay", device_number="0:40")

    both = facts([], [mount(), overlay])
    alone = facts([], [overlay])

    assert both.one("filesystem.used_share", mount="/") is None
    assert alone.one("filesystem.used_share", mount="/") is not None


def test_one_that_did_not_answer_is_told_and_has_a_reason() -> None:
    found = facts([], [mount(hung=True, answer_s=2.0, size_bytes=None)])

    assert found.number("filesystem.answer_time", mount="/data") == 2.0
    assert "did not answer" in next(iter(found.missing.values())).reason


def test_without_inodes_there_is_no_share_of_them() -> None:
    assert "filesystem.inodes_share" not in facts([], [mount(inodes=0)]).evidence

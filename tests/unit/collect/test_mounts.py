from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.mounts import MOST_HUNG, MOST_MOUNTS, mounts
from hexascope.collect.contract import Json, Look, LookKind, NotHere
from hexascope.collect.look import glance
from hexascope.domain.rows import Mount
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TABLE = """27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,errors=remount-ro
28 27 0:22 / /proc rw - proc proc rw
29 27 7:0 / /mnt/my\\040data rw,noatime shared:1 - ext4 /dev/loop0 rw
30 27 254:0 /srv /srv rw - ext4 /dev/vda rw
31 27 0:50 / /net rw - nfs4 server:/export rw,vers=4.2
32 31 7:1 / /net/inner ro - squashfs /dev/loop1 ro
"""
FSTAB = "# device point kind options\n/dev/loop0 /mnt/my\\040data ext4 rw,noatime 0 2\n"


def answer(number: str, **more: Json) -> dict[str, Json]:
    return {
        "size": 1000,
        "free": 300,
        "available": 200,
        "inodes": 10,
        "inodes_free": 4,
        "seconds": 0.001,
        "number": number,
        **more,
    }


CALLS: "dict[str, Json | NotHere]" = {
    "statvfs /": answer("254:0"),
    "statvfs /mnt/my data": answer("7:0"),
    "statvfs_child /net": {"hung": True, "seconds": 2.0},
    "statvfs_child /net/inner": {"size": 5, "free": 0, "available": 0, "seconds": 0.01},
}


def seen(table: str = TABLE, more: "Mapping[str, Json | NotHere] | None" = None) -> Snapshot:
    files: dict[str, str | NotHere] = {"/proc/self/mountinfo": table, "/etc/fstab": FSTAB}
    return snapshot(TextHost(files, calls={**CALLS, **(more or {})}), mounts)


def rows(look: Snapshot) -> dict[str, Mount]:
    return {one.point: one for one in look.rows(Mount)}


def test_a_read_only_mount_does_not_hide_the_writable_one_of_the_same_filesystem() -> None:
    table = """40 1 8:1 /secrets /secrets ro,relatime - ext4 /dev/sda1 rw
41 1 8:1 /data /data rw,relatime - ext4 /dev/sda1 rw
"""
    found = rows(seen(table, {"statvfs /data": answer("8:1")}))

    assert (found["/data"].size_bytes, found["/data"].shown_as_duplicate) == (1000, False)
    assert found["/secrets"].shown_as_duplicate


def test_filesystems_are_told_with_space_and_wanted_options() -> None:
    data = rows(seen())["/mnt/my data"]

    assert (data.device, data.kind, data.device_number) == ("/dev/loop0", "ext4", "7:0")
    assert (data.size_bytes, data.available_bytes, data.inodes_free) == (1000, 200, 4)
    assert data.in_fstab == "rw,noatime"
    assert not data.is_read_only


def test_what_holds_no_files_is_left_out() -> None:
    assert "/proc" not in rows(seen())


def test_a_second_mount_of_one_device_is_marked_and_not_asked() -> None:
    again = rows(seen())["/srv"]

    assert again.shown_as_duplicate
    assert again.size_bytes is None


def test_a_network_filesystem_and_what_lies_below_is_asked_from_a_child() -> None:
    found = rows(seen())

    assert found["/net"].hung
    assert found["/net"].answer_s == 2.0
    assert found["/net/inner"].size_bytes == 5
    assert found["/net/inner"].is_read_only


def test_after_some_in_vain_others_are_not_asked_for_each_takes_two_seconds() -> None:
    table = "".join(f"{n} 1 0:{n} / /n{n} rw - nfs s:/ rw\n" for n in range(10))
    calls: dict[str, Json] = {"statvfs_child": {"hung": True, "seconds": 2.0}}

    look = snapshot(TextHost({"/proc/self/mountinfo": table}, calls=calls), mounts)

    assert sum(one.hung for one in look.rows(Mount)) == MOST_HUNG
    assert "not asked" in look.missing["mounts"].reason


def test_a_filesystem_hidden_below_another_is_not_taken_for_it() -> None:
    look = seen(more={"statvfs /mnt/my data": answer("9:9")})

    assert rows(look)["/mnt/my data"].size_bytes is None


def test_the_upper_of_two_mounts_at_one_place_is_the_one_that_counts() -> None:
    look = seen(TABLE + "40 27 0:60 / /mnt/my\\040data rw - tmpfs tmpfs rw\n")

    assert rows(look)["/mnt/my data"].kind == "tmpfs"


def test_an_answer_that_is_refused_is_a_reason_and_no_zero() -> None:
    refused = NotHere(Status.NO_PERMISSION, "Permission denied")

    look = seen(more={"statvfs /": refused})

    assert rows(look)["/"].size_bytes is None
    assert look.missing["mounts"].status is Status.NO_PERMISSION


def test_other_mount_namespaces_add_what_ours_does_not_have() -> None:
    names: Json = {
        "own": "mnt:[1]",
        "rows": [["mnt:[1]", 5, 9], ["mnt:[2]", 77, 1]],
        "total": 2,
        "refused": 0,
    }
    inner = TABLE + "90 27 7:9 / /inside rw - ext4 /dev/loop9 rw\n"
    files: dict[str, str | NotHere] = {"/proc/self/mountinfo": TABLE, "/proc/77/mountinfo": inner}
    calls = {**CALLS, "namespaces": names, "statvfs /proc/77/root/inside": answer("7:9")}

    found = snapshot(TextHost(files, calls=calls), mounts).rows(Mount)

    [inside] = [one for one in found if one.seen_from == 77]
    assert (inside.point, inside.label, inside.size_bytes) == ("/inside", "/inside@77", 1000)


def test_a_filesystem_whose_own_options_turned_read_only_is_read_only() -> None:
    look = seen(TABLE.replace("/dev/loop0 rw", "/dev/loop0 ro"))

    assert rows(look)["/mnt/my data"].is_read_only


def test_thousands_of_mounts_are_cut_and_told() -> None:
    table = "".join(f"{n} 1 8:{n} / /m{n} rw - ext4 /d rw\n" for n in range(MOST_MOUNTS + 5))

    look = seen(table)

    assert look.number("mount.count") == MOST_MOUNTS
    assert look.number("mount.count_total") == MOST_MOUNTS + 5


def test_a_light_look_follows_the_space_of_local_writable_ones() -> None:
    host = TextHost({"/proc/self/mountinfo": TABLE}, calls=CALLS)
    at = Look(kind=LookKind.LIGHT, number=1, at=1, time=1, files=host)

    pulse = glance(at, {"mounts": mounts}, ("mounts",))

    assert pulse.numbers["filesystem.space"] == {
        (("number", "254:0"),): 200,
        (("number", "7:0"),): 200,
    }


@given(st.text(max_size=300))
def test_nonsense_never_ends_the_look(text: str) -> None:
    look = seen(text)

    assert "mount.count" in look.readings


@given(st.integers(0, len(TABLE)))
def test_a_table_cut_anywhere_gives_mounts_or_nothing(at: int) -> None:
    assert len(seen(TABLE[:at]).rows(Mount)) <= 5

"""Verifying an audit log: whatever was done to it, the first bad record is named."""

import json
from dataclasses import replace

import pytest

from hexascope.domain.audited import (
    BEGINNING,
    AuditRecord,
    SignedHead,
    chained,
    hash_of,
    next_key,
)
from hexascope.domain.deed import Deed
from hexascope.domain.errors import BadInput
from hexascope.kit.sealing import new_signing_key, public_half, signature
from hexascope.services.auditing import Broken, Verified, Verifier, heads_in, heads_of

FIRST_KEY = b"k" * 32
PRIVATE = new_signing_key()
RECORDS = 5


def log(records: int = RECORDS, key: bytes = FIRST_KEY) -> list[AuditRecord]:
    made: list[AuditRecord] = []
    prev = BEGINNING
    for number in range(1, records + 1):
        deed = Deed(
            tenant="acme",
            actor="u1",
            actor_kind="user",
            actor_name="ann é",
            verb="change",
            resource="hosts",
            object=f"h{number}",
            time=1000.5 + number,
            details={"name": "web"},
        )
        made.append(chained(deed, tenant="acme", seq=number, prev=prev, key=key))
        prev, key = made[-1].hash, next_key(key)
    return made


def head(record: AuditRecord, private: bytes = PRIVATE) -> SignedHead:
    made = SignedHead(
        tenant=record.tenant,
        seq=record.seq,
        time=2000.0,
        hash=record.hash,
        public_key=public_half(private),
    )
    return replace(made, signature=signature(private, made.body()))


LINES = [record.line() for record in log()]


def verified(
    lines: list[str], heads: list[SignedHead] | None = None, key: bytes | None = None
) -> Verified:
    verifier = Verifier(heads=heads_of(heads or [], "acme"), key=key)
    for line in lines:
        verifier.line(line)
    return verifier.end()


def first_bad(
    lines: list[str], heads: list[SignedHead] | None = None, key: bytes | None = None
) -> int:
    with pytest.raises(Broken) as broken:
        verified(lines, heads, key)
    return broken.value.seq


def test_a_log_as_it_was_written_holds() -> None:
    found = verified(LINES, [head(log()[2])], FIRST_KEY)

    assert (found.records, found.heads, found.after_head, found.macs) == (5, 1, 2, True)
    assert verified([]).records == 0


@pytest.mark.parametrize("number", range(1, RECORDS + 1))
def test_each_flipped_bit_of_an_export_names_its_record(number: int) -> None:
    line = LINES[number - 1]
    for place in range(len(line)):
        for bit in range(7):
            changed = line[:place] + chr(ord(line[place]) ^ (1 << bit)) + line[place + 1 :]
            lines = [*LINES[: number - 1], changed, *LINES[number:]]
            assert first_bad(lines) == number, (place, bit)


@pytest.mark.parametrize("number", range(1, RECORDS))
def test_a_record_that_was_removed_is_named(number: int) -> None:
    assert first_bad([*LINES[: number - 1], *LINES[number:]]) == number


@pytest.mark.parametrize("number", range(1, RECORDS))
def test_the_first_of_two_swapped_records_is_named(number: int) -> None:
    lines = list(LINES)
    lines[number - 1], lines[number] = lines[number], lines[number - 1]

    assert first_bad(lines) == number


def test_a_record_that_stands_there_twice_is_named() -> None:
    assert first_bad([*LINES[:2], *LINES[1:]]) == 3


@pytest.mark.parametrize("kept", range(RECORDS))
def test_an_end_that_was_cut_off_shows_by_a_signed_head(kept: int) -> None:
    assert first_bad(LINES[:kept], [head(log()[RECORDS - 1])]) == kept + 1
    assert verified(LINES[:kept]).records == kept, "without a head nobody can tell"


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_line_cut_in_its_middle_is_named(cut: int) -> None:
    assert first_bad([*LINES[:3], LINES[3][:-cut]]) == 4


def test_a_log_written_anew_shows_by_a_signed_head() -> None:
    forged = log()
    forged[1] = replace(forged[1], object="h9")
    prev = forged[0].hash
    for place in range(1, RECORDS):
        one = replace(forged[place], prev=prev)
        forged[place] = replace(one, hash=hash_of(one.body(), one.mac))
        prev = forged[place].hash
    lines = [record.line() for record in forged]

    assert verified(lines).records == RECORDS, "hashes alone can be made anew by anybody"
    assert first_bad(lines, [head(log()[0]), head(log()[3])]) == 2
    assert first_bad(lines, key=FIRST_KEY) == 2, "the first key tells which one exactly"


def test_who_takes_the_present_key_can_not_write_the_past() -> None:
    key = FIRST_KEY
    for _ in range(3):
        key = next_key(key)
    forged = [record.line() for record in log(key=key)]

    assert first_bad(forged, key=FIRST_KEY) == 1


def test_a_record_of_another_tenant_is_named() -> None:
    other = json.loads(LINES[2])
    other["tenant"] = "other"
    line = json.dumps(other, sort_keys=True, separators=(",", ":"))

    assert first_bad([*LINES[:2], line]) == 3


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "null", "[" * 100_000, '{"seq":1}', "1e999", '"\\ud800"']
)
def test_what_is_no_record_is_named(line: str) -> None:
    assert first_bad([line]) == 1


def test_heads_are_found_in_a_log_of_syslogs_too() -> None:
    made = head(log()[2])
    text = f"Nov 21 18:00:00 host hexascope-audit: {made.line()}\n\nanother line\n"

    assert heads_in(text.splitlines()) == [made]


@pytest.mark.parametrize("field", ["seq", "hash", "time", "signature", "public_key"])
def test_a_head_that_was_changed_is_refused(field: str) -> None:
    made = head(log()[2])
    told = json.loads(made.line())
    told[field] = 4 if field in ("seq", "time") else "0" * len(told[field])
    changed = heads_in([json.dumps(told)])

    with pytest.raises(BadInput):
        heads_of(changed, "acme")


def test_a_head_of_another_key_is_refused_where_the_key_is_known() -> None:
    mine, theirs = head(log()[2]), head(log()[2], new_signing_key())

    assert list(heads_of([mine], "acme", mine.public_key)) == [3]
    assert heads_of([theirs], "other", mine.public_key) == {}
    with pytest.raises(BadInput, match="another key"):
        heads_of([theirs], "acme", mine.public_key)


def test_two_heads_of_one_number_must_agree() -> None:
    with pytest.raises(BadInput, match="two signed heads"):
        heads_of([head(log()[2]), head(replace(log()[2], hash="0" * 64))], "acme")


@pytest.mark.parametrize("line", ['{"hash":1', '{"hash":1}', "{" * 100_000])
def test_a_file_that_holds_no_heads_is_refused(line: str) -> None:
    with pytest.raises(BadInput, match="no signed head"):
        heads_in([line])

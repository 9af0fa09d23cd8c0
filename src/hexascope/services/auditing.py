"""Verifying an audit log: the first record that is not as it was written, and what is missing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from hexascope.domain.audited import (
    BEGINNING,
    AuditRecord,
    SignedHead,
    hash_of,
    mac_of,
    next_key,
)
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.services.secrets import Vault
from hexascope.store.database.audit import MOST_AT_ONCE, AuditLog, Chain, start_of

LONGEST_LINE = 256 * 1024
"""Bytes of one line of an export: 50 details of 1,000 letters have less."""

MOST_HEADS = 1_000_000
"""Heads that are read: two years of one a minute."""


class Broken(BadInput):
    """A log is not as it was written; `seq` is the first record that is wrong or missing."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"record {seq}: {why}")
        self.seq = seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A log that holds: how many records, how many signed heads fit, whether MACs were looked at.

    `after_head` are the records after the newest signed head: were they cut off, nobody would see.
    """

    tenant: str
    records: int
    heads: int
    macs: bool
    after_head: int
    hash: str


@dataclass(slots=True)
class Verifier:
    """Takes the records of one tenant in their order; Broken says where the log breaks.

    `heads` are trusted (see `heads_of`); `key` is the tenant's first key, where it is at hand.
    """

    heads: Mapping[int, SignedHead] = field(default_factory=dict)
    key: bytes | None = None
    tenant: str = ""
    seq: int = 0
    hash: str = BEGINNING
    fitting: int = 0

    def line(self, line: str) -> None:
        """Take one line of an export."""
        self.take(record_in(line, self.seq + 1))

    def take(self, record: AuditRecord) -> None:
        """Take the next record."""
        number = self.seq + 1
        self.tenant = self.tenant or record.tenant
        if record.tenant != self.tenant:
            raise Broken(number, f"it is of the tenant {record.tenant[:64]!r}")
        if record.seq != number:
            raise Broken(number, f"it is missing: record {record.seq} stands in its place")
        if record.prev != self.hash:
            raise Broken(number, "it does not hold the record before it")
        body = record.body()
        if hash_of(body, record.mac) != record.hash:
            raise Broken(number, "it was changed: its hash is another")
        if self.key is not None:
            if mac_of(self.key, body) != record.mac:
                raise Broken(number, "it was not written by this server: its MAC is another")
            self.key = next_key(self.key)
        self._fits(number, record.hash)
        self.seq, self.hash = number, record.hash

    def end(self, *, seq: int | None = None, hash: str = "") -> Verified:  # noqa: A002
        """Say what was found; `seq` and `hash` are what the database holds for the newest."""
        newest = max(self.heads, default=0)
        if newest > self.seq:
            raise Broken(
                self.seq + 1, f"it is missing, and all after it: a signed head names {newest}"
            )
        if seq is not None and (seq, hash) != (self.seq, self.hash):
            raise Broken(min(seq, self.seq) + 1, f"the database says that {seq} is the newest")
        return Verified(
            tenant=self.tenant,
            records=self.seq,
            heads=self.fitting,
            macs=self.key is not None,
            after_head=self.seq - newest,
            hash=self.hash,
        )

    def _fits(self, number: int, found: str) -> None:
        head = self.heads.get(number)
        if head is None:
            return
        if head.hash != found:
            before = max((one for one in self.heads if one < number), default=0)
            raise Broken(
                before + 1,
                f"it or one up to {number} was written anew: the signed head {number} has another"
                " hash",
            )
        self.fitting += 1


def record_in(line: str, number: int) -> AuditRecord:
    """Read a line of an export; Broken where it is none, or not letter by letter as it was."""
    try:
        told = json.loads(line)
        record = AuditRecord(**told)
        same = record.line() == line.rstrip("\n")
    except (ValueError, TypeError, RecursionError):
        raise Broken(number, "it is no record: it was cut or changed") from None
    if not same:
        raise Broken(number, "it was changed: it is not written as records are")
    return record


def lines_of(text: Iterable[str]) -> Iterator[str]:
    """Give lines that are not too long; BadInput."""
    for number, line in enumerate(text, start=1):
        if len(line) > LONGEST_LINE:
            raise BadInput(f"line {number} is longer than {LONGEST_LINE} letters: this is no log")
        yield line


def heads_in(lines: Iterable[str]) -> list[SignedHead]:
    """Read a file of heads, which may be a log of syslog's: what stands before a head is left."""
    names = {one.name for one in fields(SignedHead)}
    found = []
    for number, line in enumerate(lines_of(lines), start=1):
        start = line.find('{"hash"')
        if start < 0:
            start = line.find("{")
        if start < 0:
            continue
        try:
            told = json.loads(line[start:])
            found.append(SignedHead(**{name: told[name] for name in names}))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise BadInput(f"line {number} of the heads is no signed head") from None
        if len(found) > MOST_HEADS:
            raise BadInput(f"there are more than {MOST_HEADS} heads")
    return found


def heads_of(
    found: Iterable[SignedHead], tenant: str, public_key: str = ""
) -> dict[int, SignedHead]:
    """Give the heads of a tenant by their numbers; BadInput where one is not signed as it says.

    Without a public key each is held to the key that it names: that proves no more than that
    nobody changed it without one.
    """
    from hexascope.kit.sealing import signed_by

    kept: dict[int, SignedHead] = {}
    for head in found:
        if head.tenant != tenant:
            continue
        if public_key and head.public_key != public_key:
            raise BadInput(f"the head {head.seq} was signed by another key: {head.public_key[:64]}")
        if not signed_by(head.public_key, head.body(), head.signature):
            raise BadInput(f"the head {head.seq} was changed: its signature does not fit")
        before = kept.setdefault(head.seq, head)
        if before.hash != head.hash:
            raise BadInput(f"two signed heads {head.seq} have different hashes")
    return kept


async def verified(
    log: AuditLog, vault: Vault, heads: Iterable[SignedHead] = (), public_key: str = ""
) -> Verified:
    """Verify the log of a scope's tenant in the database, to its newest record when this begins.

    `heads` are held to it beside those of the database; Broken says where it breaks.
    """
    tenant = log.scope.tenant
    chain = await log.chain()
    if chain is None:
        chain = Chain(tenant=tenant, seq=0, hash=BEGINNING, start=b"", signed_seq=0, signed_at=0.0)
    known = heads_of([*await _kept_heads(log, chain.seq), *heads], tenant, public_key)
    key = vault.unseal(chain.start, start_of(tenant)) if chain.start else None
    if chain.start and key is None:
        raise Broken(1, "the first key was changed in the database")
    verifier = Verifier(heads=known, key=key, tenant=tenant)
    while verifier.seq < chain.seq:
        page = await _page(log, verifier, min(MOST_AT_ONCE, chain.seq - verifier.seq))
        for record in page:
            verifier.take(record)
            if verifier.seq == chain.seq:
                break
        if not page:
            break
    return verifier.end(seq=chain.seq, hash=chain.hash)


async def _page(log: AuditLog, verifier: Verifier, limit: int) -> list[AuditRecord]:
    try:
        return await log.after(verifier.seq, verifier.hash, limit)
    except CannotWrite:
        # a word that is no text any more hides its whole page: it is looked for alone
        if limit == 1:
            raise Broken(verifier.seq + 1, "it was changed: it can't be read") from None
        return await _page(log, verifier, 1)


async def _kept_heads(log: AuditLog, most: int) -> list[SignedHead]:
    """Give the heads that the database has, of records that there were when this began."""
    found: list[SignedHead] = []
    while page := await log.heads(after=found[-1].seq if found else 0):
        found += page
        if len(found) > MOST_HEADS or page[-1].seq > most:
            break
    return [head for head in found if head.seq <= most]

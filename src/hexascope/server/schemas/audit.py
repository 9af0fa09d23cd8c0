"""The audit log, as the API shows it."""

from pydantic import BaseModel, Field

from hexascope.domain.audited import AuditRecord, SignedHead
from hexascope.kit.clock import rfc3339


class Record(BaseModel):
    """One deed: who did what to which thing; `hash` holds it and all records before it."""

    seq: int
    time: str
    actor: str
    actor_kind: str
    actor_name: str
    verb: str
    resource: str
    object: str
    request: str = Field(description="The trace id of the request, or the command.")
    address: str
    details: dict[str, str]
    hash: str


class Head(BaseModel):
    """The newest record at a time, signed with Ed25519; `line` is what was signed and given."""

    seq: int
    time: str
    hash: str
    public_key: str
    signature: str
    line: str


class Verification(BaseModel):
    """Whether the log holds; if not, the first record that is wrong or missing, and why."""

    holds: bool
    records: int
    heads: int
    after_head: int = Field(description="Records after the newest signed head.")
    wrong: int | None = Field(default=None, description="The first record that is wrong.")
    why: str = ""


def record_shown(record: AuditRecord) -> Record:
    """Show a record."""
    return Record(
        seq=record.seq,
        time=rfc3339(record.time),
        actor=record.actor,
        actor_kind=record.actor_kind,
        actor_name=record.actor_name,
        verb=record.verb,
        resource=record.resource,
        object=record.object,
        request=record.request,
        address=record.address,
        details=dict(record.details),
        hash=record.hash,
    )


def head_shown(head: SignedHead) -> Head:
    """Show a signed head."""
    return Head(
        seq=head.seq,
        time=rfc3339(head.time),
        hash=head.hash,
        public_key=head.public_key,
        signature=head.signature,
        line=head.line(),
    )

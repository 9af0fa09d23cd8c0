"""Signing the heads of audit logs, and giving them to the outside place, beside the server."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.audited import SignedHead
from hexascope.domain.errors import HexascopeError
from hexascope.kit import sealing
from hexascope.services.outside import Outside, outside_at
from hexascope.services.secrets import Vault
from hexascope.store.database.audit import AuditLog
from hexascope.store.database.scope import Store

RECORDS = 1000
"""Records after which a head is signed."""

SECONDS = 60.0
"""Seconds after which one is signed, if there is a new record."""

LOOK_S = 5.0
TRIES = 3
"""Tries to give heads outside in one look; what stays is tried at the next."""

PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
"""Between looks at a place that does not answer."""

SIGNING_KEY = "audit.signing"

_log = logging.getLogger("hexascope.audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What signs and gives heads; `pause` waits."""

    log: AuditLog
    private: bytes
    outside: Outside | None
    clock: Callable[[], float]

    def sign(self, head: SignedHead) -> SignedHead:
        """Sign one."""
        mine = replace(head, public_key=sealing.public_half(self.private))
        return replace(mine, signature=sealing.signature(self.private, mine.body()))

    async def look(self, *, seconds: float = SECONDS) -> bool:
        """Sign what is due, and give what was not given; tell whether all of it was taken."""
        await self.log.sign(self.clock(), self.sign, records=RECORDS, seconds=seconds)
        if self.outside is None:
            return True
        waiting = await self.log.not_given()
        if not waiting:
            return True
        if not await self._give(self.outside, waiting):
            return False
        await self.log.given(waiting, self.clock())
        return True

    async def _give(self, outside: Outside, heads: list[SignedHead]) -> bool:
        for attempt in range(1, TRIES + 1):
            try:
                await outside.give(heads)
            except HexascopeError as error:
                _log.warning("%d signed heads could not be given outside: %s", len(heads), error)
                if attempt < TRIES:
                    await asyncio.sleep(PAUSE_S * attempt)
            else:
                return True
        return False


async def heads_of(parts: Parts) -> Heads:
    """Join what signs and gives; the key is made where there is none."""
    return Heads(
        log=AuditLog(parts.store.everywhere()),
        private=await signing_key(parts.store, parts.vault, parts.clock()),
        outside=outside_at(parts.known.settings.server.audit_outside),
        clock=parts.clock,
    )


async def signing_key(store: Store, vault: Vault, now: float) -> bytes:
    """Give the instance's key that signs heads, made once."""
    secrets = vault.of(store.everywhere())
    made = await secrets.once(SIGNING_KEY, lambda: sealing.new_signing_key().hex(), now)
    return bytes.fromhex(made)


async def run_audit(parts: Parts) -> None:
    """Sign and give until cancelled; then once more, so that what was done last is held too."""
    heads = await heads_of(parts)
    pause = LOOK_S
    try:
        while True:
            try:
                pause = LOOK_S if await heads.look() else min(2 * pause, LONGEST_PAUSE_S)
            except HexascopeError as error:  # the database is away: it is tried again
                _log.warning("heads of the audit log could not be signed: %s", error)
            await asyncio.sleep(pause)
    finally:
        try:
            await heads.look(seconds=0.0)
        except HexascopeError as error:
            _log.warning("the last heads of the audit log could not be signed: %s", error)

"""Tickets: for half a minute, once, instead of credentials where those can't be sent or seen.

A ticket is known on the bus by its hash, and what it stands for is locked by the ticket itself: who
reads the bus learns neither.
"""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import asdict

from cryptography.fernet import Fernet, InvalidToken

from hexascope.bootstrap.serving.parts import Credentials
from hexascope.bus.contract import Bus

LIFE_S = 30.0

_TICKET = re.compile(r"[A-Za-z0-9_-]{43}")


async def give(bus: Bus, credentials: Credentials) -> str:
    """Make a ticket that stands for these credentials; CannotReach."""
    ticket = secrets.token_urlsafe(32)
    locked = _lock(ticket).encrypt(json.dumps(asdict(credentials)).encode())
    await bus.put(_name(ticket), locked, seconds=LIFE_S)
    return ticket


async def take(bus: Bus, ticket: str) -> Credentials | None:
    """Give what a ticket stands for, the first time that it is asked; CannotReach."""
    if not _TICKET.fullmatch(ticket):
        return None
    locked = await bus.get(_name(ticket))
    if locked is None or await bus.add(f"{_name(ticket)}.taken", seconds=2 * LIFE_S) != 1:
        return None
    await bus.forget(_name(ticket))
    try:
        return Credentials(**json.loads(_lock(ticket).decrypt(locked)))
    except InvalidToken:
        return None


def _name(ticket: str) -> str:
    return f"live.ticket.{hashlib.sha256(b'name' + ticket.encode()).hexdigest()}"


def _lock(ticket: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"lock" + ticket.encode()).digest()))

"""Tickets for the live WebSocket."""

from fastapi import APIRouter, Request

from hexascope.domain.access import Verb
from hexascope.server.live.tickets import LIFE_S, give
from hexascope.server.requests.asked import AskParts, credentials_of
from hexascope.server.requests.guard import may
from hexascope.server.schemas.live import Ticket

live = APIRouter(prefix="/api/v1/live", tags=["live"])


@live.post("/tickets", status_code=201, dependencies=[may(Verb.READ, "live")])
async def create_ticket(request: Request, parts: AskParts) -> Ticket:
    """Give a ticket for one live connection: valid once, for half a minute."""
    return Ticket(ticket=await give(parts.bus, credentials_of(request)), seconds=LIFE_S)

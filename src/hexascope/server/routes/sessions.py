"""One's own sessions."""

from fastapi import APIRouter

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import may
from hexascope.server.requests.logins import AskAccess
from hexascope.server.requests.paging import Listed
from hexascope.server.schemas.access import Ended, SessionShown, session_shown
from hexascope.services.access import own
from hexascope.store.database.accounts.sessions import Sessions

sessions = APIRouter(prefix="/api/v1/me/sessions", tags=["access"])


@sessions.get("", dependencies=[may(Verb.READ, "own_sessions")])
async def list_own_sessions(
    access: AskAccess, scope: AskScope, caller: AskCaller
) -> Listed[SessionShown]:
    """List one's live sessions, the last used first; there are at most 20."""
    found = await Sessions(scope).of(caller.id, access.clock(), access.lives.idle)
    return Listed(items=[session_shown(one, caller.session) for one in found])


@sessions.delete("/{session}", status_code=204, dependencies=[may(Verb.REMOVE, "own_sessions")])
async def remove_own_session(
    session: str, access: AskAccess, scope: AskScope, caller: AskCaller
) -> None:
    """End one of one's sessions."""
    await own.end_session(access, scope, caller, session)


@sessions.delete("", dependencies=[may(Verb.REMOVE, "own_sessions")])
async def remove_other_sessions(access: AskAccess, scope: AskScope, caller: AskCaller) -> Ended:
    """End all of one's sessions but this one."""
    return Ended(ended=await own.end_other_sessions(access, scope, caller))

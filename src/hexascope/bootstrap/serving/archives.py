"""What lasts of a tenant, kept by the server's database."""

from dataclasses import dataclass

from hexascope.settings.read import Known
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.conversations import DatabaseConversations
from hexascope.store.database.remembered.answers import DatabaseAnswers
from hexascope.store.database.remembered.learning import DatabaseLearning
from hexascope.store.database.remembered.memories import DatabaseMemories
from hexascope.store.database.remembered.spending import DatabaseSpending
from hexascope.store.database.scope import Scope, Store
from hexascope.store.lasting import Lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class Archives(Lasting):
    """What lasts of one tenant, with what only a database can: parts of other units of work."""

    archive: DatabaseArchive
    conversations: DatabaseConversations


def archives_of(known: Known, scope: Scope) -> Archives:
    """Give where everything of a scope's tenant is kept; for threads, as it blocks.

    `archive.close()` removes the files of the bundles that were asked for, if nobody lets go of it
    before.
    """
    keep = known.settings.keep
    return Archives(
        tenant=scope.tenant,
        archive=DatabaseArchive(scope, newest=keep.newest, most_bytes=keep.most_bytes),
        memories=DatabaseMemories(scope),
        answers=DatabaseAnswers(scope),
        conversations=DatabaseConversations(scope),
        learning=DatabaseLearning(scope),
        spending=DatabaseSpending(scope),
    )


def archives_in(known: Known, store: Store, tenant: str) -> Archives:
    """Give the same for a tenant by its name."""
    return archives_of(known, store.of(tenant))

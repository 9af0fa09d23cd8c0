"""What lasts of one tenant's examinations and panels, whoever keeps it."""

from dataclasses import dataclass

from hexascope.store.contract import (
    Answers,
    Archive,
    Conversations,
    Learning,
    Memories,
    Spending,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Where everything of a tenant is kept; the services ask for single ones of it."""

    tenant: str
    archive: Archive
    memories: Memories
    answers: Answers
    conversations: Conversations
    learning: Learning
    spending: Spending

"""What lasts of one tenant's examinations and panels, whoever keeps it."""

import os
from dataclasses import dataclass

from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
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


def in_folders(known: Known) -> Lasting:
    """Give what the command line keeps below the state folder."""
    from hexascope.store.folders.answers import FolderAnswers
    from hexascope.store.folders.archive import FolderArchive
    from hexascope.store.folders.conversations import FolderConversations
    from hexascope.store.folders.learnt import FileLearning
    from hexascope.store.folders.memories import FolderMemories
    from hexascope.store.folders.spending import FileSpending

    folder, keep = state_folder(os.environ), known.settings.keep
    return Lasting(
        tenant="local",
        archive=FolderArchive(folder, newest=keep.newest, most_bytes=keep.most_bytes),
        memories=FolderMemories(folder),
        answers=FolderAnswers(folder / "answers"),
        conversations=FolderConversations(folder),
        learning=FileLearning(folder),
        spending=FileSpending(folder),
    )

"""What lasts of the command line's examinations and panels."""

import os

from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
from hexascope.store.lasting import Lasting


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

"""What contract suites share: a migrated store over each kind of database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hexascope.store.database.scope import Scope
from tests.support.databases import KINDS, SharedStores, StoreAt, migrated_address


@pytest.fixture(params=KINDS)
def store_at(request: pytest.FixtureRequest, tmp_path: Path) -> StoreAt:
    """Give a store that each piece of work opens for itself."""
    kind: str = request.param
    return StoreAt(migrated_address(kind, tmp_path))


@pytest.fixture(scope="session")
def shared_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedStores]:
    """Keep one store of each kind open for the whole run."""
    with ExitStack() as held:
        yield SharedStores(tmp_path_factory.mktemp("stores"), held)


@pytest.fixture
def scope_of(shared_stores: SharedStores) -> Callable[[str], Scope]:
    """Give the rows of a fresh tenant by the kind of database, to be used by forms that block."""
    return shared_stores.scope_of

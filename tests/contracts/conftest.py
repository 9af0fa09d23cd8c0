"""What contract suites share: a migrated store over each kind of database."""

from pathlib import Path

import pytest

from tests.support.databases import KINDS, StoreAt, address_of


@pytest.fixture(params=KINDS)
def store_at(request: pytest.FixtureRequest, tmp_path: Path) -> StoreAt:
    """Give a store that each piece of work opens for itself."""
    kind: str = request.param
    return StoreAt(address_of(kind, tmp_path))

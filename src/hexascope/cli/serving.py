"""What the server's commands share: where it keeps and speaks, and the packages that they need."""

from importlib.util import find_spec
from typing import Annotated

import typer

from hexascope.domain.errors import BadInput

NEEDED = ("fastapi", "sqlalchemy", "alembic", "uvicorn", "httptools", "prometheus_client")

StoreAt = Annotated[
    str | None, typer.Option(help="sqlite:///FILE or postgresql://USER@HOST/DATABASE.")
]
BusAt = Annotated[str | None, typer.Option(help="memory:// or redis://HOST/DATABASE.")]
QueueAt = Annotated[str | None, typer.Option(help="local:// or celery+redis://HOST/DATABASE.")]


def refuse_without_packages() -> None:
    """Raise BadInput where the server's packages are not installed."""
    if any(find_spec(name) is None for name in NEEDED):
        raise BadInput("the server needs more packages: pip install 'hexascope[server]'")

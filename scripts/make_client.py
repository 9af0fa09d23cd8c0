"""Build the dashboard's client from the description of the API; with --check, fail when stale.

It needs Node and the packages of web/ (`npm ci` there), and starts no server.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bus.memory import MemoryBus
from hexascope.kit import clock
from hexascope.queue.local import LocalQueue
from hexascope.server.app import app_of
from hexascope.settings.read import read_settings
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store

WEB = Path("web")
CLIENT = WEB / "src" / "api" / "schema.d.ts"
GENERATOR = WEB / "node_modules" / ".bin" / "openapi-typescript"
# a field with a default may be left out of what is sent; answers say themselves that they have all
FLAGS = ("--alphabetize", "--default-non-nullable=false")
PATIENCE_SECONDS = 120


def main() -> None:
    """Write the client, or say that it is stale and end with 1."""
    if not GENERATOR.exists():
        print(f"{GENERATOR} is not there: run `npm ci` in {WEB}/, which needs Node 20.19 or later")
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        described, made = Path(folder) / "openapi.json", Path(folder) / CLIENT.name
        described.write_text(json.dumps(document(), indent=1, sort_keys=True), encoding="utf-8")
        words = [str(GENERATOR), str(described), "--output", str(made), *FLAGS]
        done = subprocess.run(
            words, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
        if done.returncode != 0:
            print(done.stderr or done.stdout)
            sys.exit(2)
        client = made.read_text(encoding="utf-8")
    if "--check" not in sys.argv[1:]:
        CLIENT.parent.mkdir(parents=True, exist_ok=True)
        CLIENT.write_text(client, encoding="utf-8")
    elif not CLIENT.exists() or CLIENT.read_text(encoding="utf-8") != client:
        print(f"{CLIENT} is stale: run `make client` and commit what it writes")
        sys.exit(1)
    else:
        print(f"{CLIENT} is up to date")


def document() -> dict[str, Any]:
    """Describe the API; its parts are joined and never opened."""
    parts = Parts(
        known=read_settings((), {}, {}),
        store=Store(database=database_at("sqlite:///never-opened.db")),
        bus=MemoryBus(clock.monotonic),
        queue=LocalQueue(),
        clock=clock.wall,
    )
    found: dict[str, Any] = app_of(parts).openapi()
    return {**found, "info": {**found["info"], "version": "1"}}


if __name__ == "__main__":
    main()

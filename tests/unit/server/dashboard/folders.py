"""A small dashboard as `make web` would leave it, and a server that serves it."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from tests.support.serving import served

PAGE = """<!doctype html><html><head>
<meta property="csp-nonce" nonce="HEXASCOPE_NONCE">
<script type="module" src="/assets/index-a1.js" nonce="HEXASCOPE_NONCE"></script>
<link rel="stylesheet" href="/assets/index-b2.css" nonce="HEXASCOPE_NONCE">
</head><body><div id="root"></div></body></html>"""
SCRIPT = "console.log('hexascope');" * 40
STYLE = "main { margin: 0 }" * 40


def built_in(folder: Path) -> Path:
    """Put a build into a folder."""
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name, text in (("index-a1.js", SCRIPT), ("index-b2.css", STYLE)):
        (assets / name).write_text(text)
        (assets / f"{name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    (assets / "plex-c3.woff2").write_bytes(b"wOF2 of a font")
    (assets / "notes.exe").write_text("not of a kind that is served")
    (assets / ".hidden.js").write_text("hidden")
    (folder / "secret.json").write_text("{}")
    return folder


def as_they_are(parts: Parts) -> Parts:
    """Leave the parts alone."""
    return parts


@contextmanager
def dashboard_in(
    folder: Path, *, change: Callable[[Parts], Parts] = as_they_are, built: bool = True
) -> Iterator[TestClient]:
    """Serve a dashboard, or a folder without one."""
    place = folder / "static"
    if built and not place.exists():
        built_in(place)
    with served(folder, change=change, dashboard=place) as client:
        client.follow_redirects = False
        yield client

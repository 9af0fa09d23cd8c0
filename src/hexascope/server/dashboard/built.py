"""The dashboard's built files: a page, what it loads, and an icon; `make web` builds them."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BUILT = Path(__file__).parent.parent / "static"
"""Where the build lies; a wheel brings it along."""

NONCE_WORD = "HEXASCOPE_NONCE"
"""Stands in the built page wherever each request gets a nonce of its own (web/vite.config.ts)."""

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")
"""What the build calls its files: no folder in it, and none that is hidden."""

KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Media types by a name's end; what ends in another way is not served."""

PACKED = ".gz"
"""Ends the name of a file's compressed form, which may be there alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file on its way to a browser: `packed` says that the body is gzip's."""

    body: bytes
    kind: str
    packed: bool


@dataclass(frozen=True, slots=True)
class Built:
    """A folder with a build in it, or without: it may be built anew while the server runs."""

    folder: Path = BUILT

    @property
    def there(self) -> bool:
        """Tell whether the dashboard was built."""
        return (self.folder / "index.html").is_file()

    def page(self, nonce: str) -> str | None:
        """Give the page for one request, None where there is no build."""
        found = _content(self.folder / "index.html")
        return None if found is None else found.decode().replace(NONCE_WORD, nonce)

    def asset(self, name: str, *, packed: bool = False) -> File | None:
        """Give a file that the page loads, None where the build has none of that name."""
        return _file(self.folder / "assets", name, packed=packed)

    def icon(self) -> File | None:
        """Give the icon of the page, None where the build has none."""
        return _file(self.folder, "favicon.svg", packed=False)


def packed_taken(accepted: str) -> bool:
    """Tell whether an Accept-Encoding takes gzip: `gzip;q=0` and `*;q=0` do not."""
    weights = {}
    for one in accepted.lower().split(","):
        coding, _, weight = (part.strip() for part in one.partition(";"))
        weights[coding] = re.fullmatch(r"q=0(\.0*)?", weight.replace(" ", "")) is None
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _file(folder: Path, name: str, *, packed: bool) -> File | None:
    kind = KINDS.get(Path(name).suffix)
    if kind is None or not NAME.fullmatch(name):
        return None
    small = _content(folder / f"{name}{PACKED}")
    if small is not None and packed:
        return File(body=small, kind=kind, packed=True)
    body = _content(folder / name)
    if body is None and small is not None:
        body = gzip.decompress(small)  # hardly a client asks so: the build need not keep both
    return None if body is None else File(body=body, kind=kind, packed=False)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None

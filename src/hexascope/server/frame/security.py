"""Headers that tell browsers what not to do with our answers."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

HTML_POLICY = (
    "default-src 'none'; style-src 'self'{style}; img-src 'self' data:; script-src 'self'{script};"
    " connect-src 'self';{font}{frame} form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages; a style or a script within a page is named by its hash, never by its place."""

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
YEAR_S = 31_536_000

ALWAYS: Mapping[bytes, bytes] = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"content-security-policy": API_POLICY.encode(),
    b"cache-control": b"no-store",
}
"""What each answer has that does not say otherwise itself."""

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

UNDER_TLS = (b"strict-transport-security", f"max-age={YEAR_S}; includeSubDomains".encode())


def html_policy(
    *,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    fonts: Iterable[str] = (),
    frames: Iterable[str] = (),
) -> str:
    """Give the policy of a page; the words are hashes or nonces, such as `'sha256-…'`.

    `fonts` are where fonts come from, `frames` whose pages it may show within itself; from nowhere
    and nobody's where they are empty.
    """
    font, frame = " ".join(fonts), " ".join(frames)
    return HTML_POLICY.format(
        style="".join(f" {one}" for one in styles),
        script="".join(f" {one}" for one in scripts),
        font=f" font-src {font};" if font else "",
        frame=f" frame-src {frame};" if frame else "",
    )


def policy_of(page: str) -> str:
    """Give the policy under which a page's own styles are used, and nothing else of its making."""
    styles = [
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in _STYLE.findall(page)
    ]
    return html_policy(styles=styles)


def secured(headers: list[tuple[bytes, bytes]], *, tls: bool) -> list[tuple[bytes, bytes]]:
    """Add what is missing."""
    there = {name for name, _ in headers}
    added = [(name, value) for name, value in ALWAYS.items() if name not in there]
    return [*headers, *added, *([UNDER_TLS] if tls else [])]

"""Keys by reference: from the environment, a file, or a credential that systemd hands over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hexascope.llm.contract import BadModelError, Secret
from hexascope.llm.provider import Provider

LONGEST_KEY_BYTES = 16 * 1024
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what LoadCredential= and SetCredentialEncrypted= name, for one unit alone."""

_NAME = re.compile(r"[A-Za-z0-9][\w.@-]{0,199}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlace:
    """Where a key lies: a file, a variable of the environment, or a credential, the first given.

    None of them given: the provider's variable, else a credential of that name in lower case.
    """

    file: str = ""
    variable: str = ""
    credential: str = ""


def key_of(
    name: str, provider: Provider, environment: Mapping[str, str], place: KeyPlace
) -> Secret:
    """Read the key of a model; BadModelError says which place can't be read, and never the key."""
    if place.file:
        return _bare(name, _read(name, Path(place.file).expanduser()))
    if place.variable:
        if not environment.get(place.variable):
            raise BadModelError(f"{name}: no key: ${place.variable[:80]} is not set")
        return _bare(name, environment[place.variable])
    if place.credential:
        return _bare(name, _read(name, _credential(name, place.credential, environment)))
    given = environment.get(provider.key_variable, "")
    if given or not environment.get(CREDENTIALS):
        return _bare(name, given)
    file = _credential(name, provider.key_variable.lower(), environment)
    return _bare(name, _read(name, file) if file.is_file() else "")


def _credential(name: str, credential: str, environment: Mapping[str, str]) -> Path:
    folder = environment.get(CREDENTIALS, "")
    if not _NAME.fullmatch(credential):
        raise BadModelError(f"{name}: {credential[:80]!r} is no name of a credential")
    if not folder:
        raise BadModelError(
            f"{name}: no credential {credential}: ${CREDENTIALS} is not set, which systemd does for"
            " a unit with LoadCredential="
        )
    return Path(folder) / credential


def _read(name: str, file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(LONGEST_KEY_BYTES).decode()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadModelError(f"{name}: the key file {file} can't be read: {why}") from None


def _bare(name: str, key: str) -> Secret:
    """Give a key without what surrounds it; one that can't stand in a header is refused unseen."""
    bare = key.strip()
    if not bare.isascii() or not bare.isprintable() or " " in bare:
        raise BadModelError(f"{name}: its key holds characters that no key has")
    return Secret(bare)

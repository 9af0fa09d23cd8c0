"""Where things lie: the settings files and the state folder, by the XDG rules."""

from collections.abc import Mapping
from pathlib import Path

SYSTEM_SETTINGS = Path("/etc/hexascope/config.toml")


def settings_files(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Give the settings files, the weaker first."""
    own = _folder(environment, "XDG_CONFIG_HOME", ".config") / "hexascope" / "config.toml"
    return (SYSTEM_SETTINGS, own)


def state_folder(environment: Mapping[str, str]) -> Path:
    """Give where examinations and the host's id are kept."""
    return _folder(environment, "XDG_STATE_HOME", ".local/state") / "hexascope"


def specialist_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Give where users' own specialists lie, the weaker first: the system's, then the user's."""
    return tuple(file.parent / "specialists" for file in settings_files(environment))


def _folder(environment: Mapping[str, str], variable: str, below_home: str) -> Path:
    """Give the variable's folder; a relative one is ignored, as the XDG rules want it."""
    given = Path(environment.get(variable, ""))
    if given.is_absolute():
        return given
    return Path(environment.get("HOME") or "/root") / below_home

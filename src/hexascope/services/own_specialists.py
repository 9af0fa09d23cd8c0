"""Users' own specialists in their folders: finding, adding and removing them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hexascope.consult.own.contract import (
    LONGEST_FILE_BYTES,
    MOST_SPECIALISTS,
    OwnSpecialist,
    UnfitError,
)
from hexascope.consult.own.reading import named, read
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.kit.files import replaced
from hexascope.kit.visible import visible

MOST_FILES = 32
"""Files of one folder that are read; what lies behind them is told."""

ENDING = ".toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Who was found, each with the file it stands in, and who can't be heard, with the reason."""

    found: dict[str, tuple[OwnSpecialist, Path]]
    unfit: dict[str, str]


def gathered(folders: Sequence[Path]) -> Gathered:
    """Read all specialists of the folders; one of a later folder takes the place of an earlier.

    A file that can't be used costs nobody the others: it is told beside them.
    """
    found: dict[str, tuple[OwnSpecialist, Path]] = {}
    unfit: dict[str, str] = {}
    for file in (each for folder in folders for each in _files(folder)):
        name = visible(file.stem)
        try:
            found[name] = (_called_like(file), file)
            unfit.pop(name, None)
        except (UnfitError, BadInput) as error:
            unfit[name] = f"{file}: {error}"
            found.pop(name, None)
    for name in sorted(found)[MOST_SPECIALISTS:]:
        _, file = found.pop(name)
        unfit[name] = f"{file}: {MOST_SPECIALISTS} own specialists are heard, not more; remove one"
    return Gathered(found=dict(sorted(found.items())), unfit=unfit)


def gathered_from(texts: Mapping[str, str]) -> Gathered:
    """Read specialists from texts by their names; of too many the first are heard."""
    found: dict[str, tuple[OwnSpecialist, Path]] = {}
    unfit: dict[str, str] = {}
    for name, words in texts.items():
        try:
            one = _readable(words)
        except BadInput as error:
            unfit[name] = str(error)
            continue
        if len(found) < MOST_SPECIALISTS:
            found[name] = (one, Path(f"{name}{ENDING}"))
        else:
            unfit[name] = f"{MOST_SPECIALISTS} own specialists are heard, not more; remove one"
    return Gathered(found=found, unfit=unfit)


def read_file(file: Path) -> OwnSpecialist:
    """Read one file; BadInput where it can't be read, UnfitError where it is no specialist."""
    try:
        if not file.is_file():
            raise BadInput(f"{file} is not there, or is no file")
        if file.stat().st_mode & 0o002:
            raise BadInput(
                f"{file} may be written by everybody, and tells a model what to do: chmod o-w it"
            )
        with file.open("rb") as stream:
            text = stream.read(LONGEST_FILE_BYTES + 1).decode()
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file} is no UTF-8 text") from None
    return read(text)


def _called_like(file: Path) -> OwnSpecialist:
    """Read a specialist whose file is called like it, so that a name is found by its file."""
    one = read_file(file)
    if one.name != file.stem:
        raise UnfitError((f"it names {one.name!r}: call the file {one.name}{ENDING}",))
    return one


def add(folder: Path, name: str, text: str, *, replace: bool) -> Path:
    """Write a specialist's file; BadInput where it is unfit, of another name, or there already."""
    one = _readable(text)
    if one.name != name:
        raise BadInput(f"it describes {one.name!r}, not {name!r}")
    target = folder / f"{one.name}{ENDING}"
    if target.exists() and not replace:
        raise BadInput(f"{target} is there already; --force writes over it")
    others = {name for name in gathered((folder,)).found if name != one.name}
    if len(others) >= MOST_SPECIALISTS:
        raise BadInput(
            f"there are {len(others)} own specialists in {folder}, and that is the most; remove one"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        with replaced(target) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise CannotWrite(f"{target} could not be written: {error.strerror or error}") from None
    return target


def remove(folders: Sequence[Path], name: str) -> Path:
    """Remove a specialist's file from the last folder that has it; BadInput where none has."""
    wrong = named(name)
    files = [folder / f"{name}{ENDING}" for folder in folders] if not wrong else []
    there = [file for file in files if file.is_file()]
    if not there:
        known = sorted(file.stem for folder in folders for file in _files(folder))
        have = f"there are {', '.join(known)}" if known else "there is none"
        raise BadInput(wrong or f"no own specialist is called {name!r}; {have}")
    try:
        there[-1].unlink()
    except OSError as error:
        raise CannotWrite(f"{there[-1]} could not be removed: {error.strerror or error}") from None
    return there[-1]


def _readable(text: str) -> OwnSpecialist:
    try:
        return read(text)
    except UnfitError as error:
        raise BadInput(str(error)) from None


def _files(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(one for one in folder.iterdir() if one.suffix == ENDING)
    except OSError:
        return  # no folder: nobody has made a specialist
    yield from found[:MOST_FILES]

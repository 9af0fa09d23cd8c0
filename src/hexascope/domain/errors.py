"""The tree of errors; each says what happened, to what, and what to do.

HexascopeError
├── BadInput          what the user or a file gave can't be used
│   ├── BadSettings   a settings file, variable or flag
│   ├── BadBundle     an evidence bundle that is cut, altered, oversized or foreign
│   ├── BadTarget     a unit, process, container, port or path that is not there
│   ├── BadJob        code to be run in a sandbox, or a file of it, is too large or misnamed
│   ├── NotKnown      nothing of that name is kept for this tenant
│   └── Clash         it is there already, or has been changed meanwhile
├── Denied            who asks may not do this
├── TooMuch           a limit of the server is reached; later it may be possible
├── CannotExamine     nothing could be looked at
│   └── CannotReach   another host or a server did not answer, or refused
├── NoSandbox         no sandbox of the demanded level works here; nothing was run
└── CannotWrite       the result could not be written
    ├── StoreFull     the disk of the database is full
    └── StoreAway     the database does not answer
"""


class HexascopeError(Exception):
    """Anything that hexascope itself says went wrong."""


class BadInput(HexascopeError):
    """What the user or a file gave can't be used."""


class BadSettings(BadInput):
    """A settings file, an environment variable or a flag can't be used."""


class BadBundle(BadInput):
    """An evidence bundle is cut, altered, oversized or not one of ours."""


class BadTarget(BadInput):
    """What the user named is not on this host; near names are offered."""


class BadJob(BadInput):
    """Code for a sandbox is too large, or a file of it has a name that may lead elsewhere."""


class NotKnown(BadInput):
    """Nothing of that name or id is kept for this tenant."""


class Clash(BadInput):
    """It is there already, has been changed meanwhile, or is in no state for this."""


class Denied(HexascopeError):
    """Who asks may not do this."""


class TooMuch(HexascopeError):
    """A limit of the server is reached: a queue is full, or a quota used up."""


class CannotExamine(HexascopeError):
    """Nothing could be looked at."""


class CannotReach(CannotExamine):
    """Another host or a server did not answer in time, refused, or answered nonsense."""


class NoSandbox(HexascopeError):
    """No sandbox of the demanded level works here, so nothing was run."""


class CannotWrite(HexascopeError):
    """The result could not be written; what was there before is untouched."""


class StoreFull(CannotWrite):
    """The disk of the database is full: nothing was acknowledged, nothing is lost."""


class StoreAway(CannotWrite):
    """The database does not answer; whether the last write was kept is not known."""

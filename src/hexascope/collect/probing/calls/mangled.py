"""Names that C++ and Rust compilers wrote, as people wrote them, without their arguments."""

import re

_START = re.compile(r"^_ZZ?(N[rVK]*)?")
_HASH = re.compile(r"^h[0-9a-f]{16}$")
_STD = {"St": "std", "Sa": "std::allocator", "Ss": "std::string"}


def demangled(name: str) -> str:
    """Give the qualified name of a function; the name itself where it is of no form known here.

    >>> demangled("_ZN4node7process11BindingData10FastBigIntEN2v85LocalE")
    'node::process::BindingData::FastBigInt'
    """
    start = _START.match(name)
    if start is None:
        return name
    at = start.end()
    parts = []
    if name[at : at + 2] in _STD:
        parts.append(_STD[name[at : at + 2]])
        at += 2
    while at < len(name):
        size = re.match(r"\d{1,3}", name[at:])
        if size is None:
            break
        begin = at + size.end()
        at = begin + int(size[0])
        if at > len(name):
            return name
        part = name[begin:at]
        if not _HASH.match(part):
            parts.append("(anonymous)" if part.startswith("_GLOBAL__N") else part)
        if start[1] is None:
            break
        if name[at : at + 1] == "I":
            parts[-1:] = [f"{parts[-1]}<…>"] if parts else []
            break
    return "::".join(parts) or name

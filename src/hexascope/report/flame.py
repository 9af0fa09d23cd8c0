"""Flame graphs as inline SVG: no script, no request, each name within its box.

A box is as wide as the share of the samples that were in it; what was called lies below. Widths
are percentages and text has a size of its own, so the picture is readable on any screen: a box is
an inner picture, which cuts off what does not fit.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from hexascope.domain.profile import Profile, ProfileKind
from hexascope.kit.visible import cut, visible
from hexascope.report.values import shown as in_words
from hexascope.words import Language, translate

MOST_BOXES = 2_000
MOST_ROWS = 64
LEAST_SHARE = 0.001
"""A box that is a thousandth of the picture is about a pixel wide."""

ROW = 17
WIDE = 1_000
"""The picture on a large screen, by which names are cut."""

LETTER = 6.7
LEAST_LETTERS = 3
LONGEST_NAME = 160
MOST_TOP = 12

KERNEL_MARK, JIT_MARK = "_[k]", "_[j]"


@dataclass(slots=True)
class _Node:
    """One function called in one way."""

    count: int = 0
    calls: "dict[str, _Node]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: where it begins and how wide it is, as shares of the whole."""

    name: str
    kind: str
    row: int
    begin: float
    share: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopFrame:
    """A function with the share of samples that were in itself, and in it or what it called."""

    name: str
    kind: str
    own: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileShown:
    """A profile as it is shown: who, how it was made, its picture, and its heaviest functions."""

    title: str
    made: str
    flame: str
    top: tuple[TopFrame, ...]
    kinds: tuple[tuple[str, str], ...]


KINDS = {
    "user": "the program",
    "python": "Python",
    "jit": "compiled at run time",
    "kernel": "the kernel",
    "other": "without a name",
}


def shown(profile: Profile, language: Language) -> ProfileShown:
    """Make all of a profile that a report shows."""
    top = tuple(top_frames(profile, language))
    said = "waits of" if profile.kind is ProfileKind.OFF_CPU else "CPU time of"
    present = {kind_of(frame, profile.source) for frames, _ in profile.stacks for frame in frames}
    numbers = f"{profile.samples} {translate('samples', language)}"
    return ProfileShown(
        title=f"{translate(said, language)} {_name(profile.name)}",
        made=f"{numbers}, {profile.hertz} Hz, {in_words(profile.seconds, 'seconds', language)},"
        f" {_name(profile.source)}",
        flame=flame(profile, language),
        top=top,
        kinds=tuple(
            (kind, translate(words, language)) for kind, words in KINDS.items() if kind in present
        ),
    )


def flame(profile: Profile, language: Language) -> str:
    """Draw a profile; the markup is safe, whatever the frames are named. '' without samples."""
    drawn = sorted(boxes(profile), key=lambda box: (box.row, box.begin))
    if not drawn:
        return ""
    rows = max(box.row for box in drawn) + 1
    label = f"{translate('flame graph', language)}: {_name(profile.name)}"
    inner = "\n".join(_drawn(box, language) for box in drawn)
    return (
        f'<svg class="flame" width="100%" height="{rows * ROW}" role="img"'
        f' aria-label="{escape(label)}">\n{inner}\n</svg>'
    )


def boxes(profile: Profile) -> list[Box]:
    """Give the heaviest boxes: at most MOST_BOXES, in at most MOST_ROWS rows."""
    root = _tree(profile)
    if not root.count:
        return []
    found = list(_laid(root, profile))
    found.sort(key=lambda box: (-box.count, box.row))
    return found[:MOST_BOXES]


def top_frames(profile: Profile, language: Language) -> Iterator[TopFrame]:
    """Give the functions that most samples were in themselves."""
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for frames, count in profile.stacks:
        own[frames[-1]] += count
        for frame in set(frames):
            total[frame] += count
    for frame, count in own.most_common(MOST_TOP):
        yield TopFrame(
            name=plain(frame),
            kind=kind_of(frame, profile.source),
            own=in_words(count / profile.samples, "percent", language),
            total=in_words(total[frame] / profile.samples, "percent", language),
        )


def kind_of(frame: str, source: str) -> str:
    """Say what a frame is of: kernel, jit, python, user or other (without a name)."""
    if frame.endswith(KERNEL_MARK):
        return "kernel"
    if frame.endswith(JIT_MARK):
        return "jit"
    if frame.startswith("[unknown]"):
        return "other"
    return "python" if source == "py-spy" else "user"


def plain(frame: str) -> str:
    """Give a frame's name as it is shown, without its mark."""
    return _name(frame.removesuffix(KERNEL_MARK).removesuffix(JIT_MARK))


def _tree(profile: Profile) -> _Node:
    """Merge the stacks from their roots; no deeper than is drawn."""
    root = _Node()
    for frames, count in profile.stacks:
        root.count += count
        node = root
        for frame in frames[: MOST_ROWS - 1]:
            node = node.calls.setdefault(frame, _Node())
            node.count += count
    return root


def _laid(root: _Node, profile: Profile) -> Iterator[Box]:
    """Lay the boxes of a tree beside and below each other, without those too thin to be seen."""
    whole = root.count
    ahead = [(root, profile.name, "other", 0, 0)]
    while ahead:
        node, name, kind, row, left = ahead.pop()
        yield Box(
            name=name,
            kind=kind,
            row=row,
            begin=left / whole,
            share=node.count / whole,
            count=node.count,
        )
        for called, child in sorted(node.calls.items()):
            if child.count >= LEAST_SHARE * whole:
                ahead.append((child, called, kind_of(called, profile.source), row + 1, left))
            left += child.count


def _drawn(box: Box, language: Language) -> str:
    name = plain(box.name)
    told = f"{name}: {in_words(box.share, 'percent', language)}, {box.count}"
    letters = int((box.share * WIDE - 6) / LETTER)
    words = ""
    if letters >= LEAST_LETTERS:
        fitting = name if len(name) <= letters else name[: letters - 1] + "…"
        words = f'<text x="3" y="12">{escape(fitting)}</text>'
    return (
        f'<svg x="{box.begin * 100:.3f}%" y="{box.row * ROW}" width="{box.share * 100:.3f}%"'
        f' height="{ROW - 1}" overflow="hidden"><g class="{box.kind}">'
        f'<title>{escape(told)}</title><rect width="100%" height="100%"/>{words}</g></svg>'
    )


def _name(words: str) -> str:
    return cut(visible(words), LONGEST_NAME)

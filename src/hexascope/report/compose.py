"""From an examination to a page: the sections that terminal, HTML and Markdown all show."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Examination
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Command
from hexascope.domain.text import Text, Value
from hexascope.domain.use import Severity, When
from hexascope.domain.verdict import Recommendation
from hexascope.kit.clock import local, seconds_of
from hexascope.kit.visible import cut, visible
from hexascope.report.course import course_shown
from hexascope.report.investigation import (
    probes_cost,
    probes_shown,
    story_shown,
    timeline_shown,
)
from hexascope.report.matrix import beside, matrix
from hexascope.report.page import Page, Point, Proof, Step, Voiced
from hexascope.report.remembered import with_asides
from hexascope.report.spoken import spoken_shown
from hexascope.report.values import shown, value_shown
from hexascope.words import Language, render, translate

MOST_PIDS = 8
MOST_POINTS_OF_A_SERIES = 200
MOST_OWN = 8
"""Sentences of users' own specialists on one page; JSON has them all."""

SOLO = "solo_analyst"
"""Who speaks for the four analysts where one model is asked for all."""


def compose(about: Examination, language: Language) -> Page:
    """Compose the page of an examination."""
    disputed = {one.item: sentence(one.disputed, language) for one in about.verdict.items}
    points = [
        replace(
            _dated(_point(one, place, language), one, about, language),
            disputed=disputed.get(one.id, ""),
        )
        for place, one in enumerate(about.findings, start=1)
    ]
    points = list(with_asides(points, about, language))
    titles = {one.id: one.title for one in points}
    verdict = about.verdict
    return Page(
        language=language,
        title=f"hexascope · {visible(about.host.name)}",
        host=visible(about.host.name),
        host_facts=tuple(_host_facts(about, language)),
        time=about.time,
        id=about.id,
        version=about.version,
        window=shown(about.window.seconds, "seconds", language),
        looks=about.window.full_looks + about.window.light_looks,
        score=about.health.score,
        measured=shown(about.health.measured_share, "percent", language),
        lost=tuple(
            (one.check, one.points, titles.get(one.finding, "")) for one in about.health.lost
        ),
        headline=sentence(verdict.headline, language),
        summary=tuple(sentence(one, language) for one in verdict.summary),
        next_steps=tuple(sentence(one, language) for one in verdict.next_steps),
        points=tuple(one for one in points if one.severity != Severity.INFO.word),
        notes=tuple(one for one in points if one.severity == Severity.INFO.word),
        steps=tuple(_step(one, language) for one in verdict.recommendations),
        matrix=matrix(about, language),
        beside=beside(about, language),
        unseen=tuple(_unseen(about, language)),
        opinions=tuple(_voiced(one, titles, language) for one in about.opinions),
        dissent=tuple(_dissent(about, titles, language)),
        rulings=tuple(_rulings(about, titles, language)),
        start=titles.get(verdict.start, ""),
        course=course_shown(about.panel, language),
        agreement=""
        if verdict.agreement is None
        else shown(verdict.agreement / 100, "percent", language),
        quality=verdict.quality,
        legacy=shown(verdict.legacy_consensus_score, "number", language),
        absent=tuple((name, visible(reason)) for name, reason in sorted(about.absent.items())),
        cost=tuple(_cost(about, language)),
        collectors=tuple(
            (name, shown(spent, "seconds", language))
            for name, spent in about.self_cost.collectors.items()
        ),
        story=story_shown(about.story, language),
        timeline=timeline_shown(about, language),
        probes=probes_shown(about, language),
        probes_cost=probes_cost(about, language),
        spoken=spoken_shown(about.panel, language),
        own=tuple(dict.fromkeys(_own(about, titles, language)))[:MOST_OWN],
    )


def sentence(text: Text, language: Language) -> str:
    """Write a sentence, with what came from the host made visible and cut."""
    return render(_safe(text), language)


def _safe(text: Text) -> Text:
    values: list[tuple[str, Value]] = []
    for name, value in text.values:
        if isinstance(value, Text):
            values.append((name, _safe(value)))
        else:
            values.append((name, cut(visible(value)) if isinstance(value, str) else value))
    return Text(text.template, tuple(values))


def named(one: Entity, language: Language) -> str:
    """Name a culprit or victim in a few words: its kind, its name, its pids."""
    kind = translate(one.kind.value.replace("_", " "), language)
    words = f"{kind} {cut(visible(one.name), 80)}"
    if len(one.pids) > 1:
        listed = ", ".join(str(pid) for pid in one.pids[:MOST_PIDS])
        more = ", …" if len(one.pids) > MOST_PIDS else ""
        words += f" ×{len(one.pids)} (pid {listed}{more})"
    elif one.pid:
        words += f" (pid {one.pid})"
    elif one.key and one.key != one.name:
        words += f" ({cut(visible(one.key), 60)})"
    inside = _inside(one)
    if inside:
        words += f", {inside}"
    if one.share is not None:
        words += f", {shown(one.share, 'percent', language)}"
    return words


def _inside(one: Entity) -> str:
    """Name the pod or the container that a process runs in, or that a control group is."""
    known = one.identity
    if known is None:
        return ""
    if known.pod and known.namespace:
        return f"pod {cut(visible(f'{known.namespace}/{known.pod}'), 80)}"
    name = known.container_name or known.container[:12]
    return f"container {cut(visible(name), 60)}" if name else ""


def _identity(one: Entity | None) -> str:
    if one is None or one.identity is None:
        return ""
    known = one.identity
    named_container = f"{known.container_name} ({known.container[:12]})"
    parts = [
        known.unit,
        named_container if known.container_name else known.container[:12],
        known.image,
        "/".join(part for part in (known.namespace, known.pod) if part),
        f"uid {known.owner}" if known.owner.isdecimal() else known.owner,
        known.started,
        known.command,
    ]
    return cut(visible(" · ".join(cut(part, 80) for part in parts if part)), 240)


def _point(one: Finding, place: int, language: Language) -> Point:
    return Point(
        id=one.id,
        place=place,
        check=one.check,
        severity=one.severity.word,
        severity_word=translate(one.severity.word, language),
        resource=translate(one.resource.value, language),
        aspect=translate(one.aspect.value, language),
        title=sentence(one.title, language),
        description=sentence(one.description, language),
        culprit=named(one.culprit, language) if one.culprit else "",
        identity=_identity(one.culprit),
        victims=tuple(named(victim, language) for victim in one.victims[:MOST_PIDS]),
        advice=sentence(one.recommendation, language),
        proofs=tuple(
            _proof(piece, one.threshold if number == 0 else None, language)
            for number, piece in enumerate(one.evidence)
        ),
        confidence=one.confidence,
        past=one.when is When.PAST,
        explains=one.explains,
        explained_by=one.explained_by,
        changed=sentence(one.changed, language),
    )


def _dated(shown: Point, one: Finding, about: Examination, language: Language) -> Point:
    """Say of what an earlier window showed when it was, and how grave it was then."""
    if one.when is not When.PAST or one.time == about.time:
        return shown
    own = translate(one.own_severity.word, language)
    until = translate("until", language)
    return replace(shown, title=f"{until} {local(seconds_of(one.time))}, {own}: {shown.title}")


def _proof(piece: Evidence, threshold: float | None, language: Language) -> Proof:
    family = families().get(piece.family)
    limit = "" if threshold is None else value_shown(_with(piece, threshold), language)
    return Proof(
        key=visible(piece.key),
        shown=value_shown(piece, language),
        value=None if isinstance(piece.value, str) else piece.value,
        source=cut(visible(piece.source)),
        window=shown(piece.window_s, "seconds", language) if piece.window_s else "",
        meaning=translate(family.meaning, language) if family else "",
        series=piece.series[:MOST_POINTS_OF_A_SERIES],
        threshold=threshold,
        threshold_shown=limit,
    )


def _with(piece: Evidence, value: float) -> Evidence:
    return replace(piece, value=value)


def _step(one: Recommendation, language: Language) -> Step:
    def lines(several: tuple[Command, ...]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (visible(command.typed), sentence(command.why, language)) for command in several
        )

    return Step(
        priority=one.priority,
        title=sentence(one.title, language),
        about=", ".join(f"{name} {cut(visible(value), 80)}" for name, value in one.parameters),
        risk=translate(one.risk.value, language),
        risk_text=sentence(one.risk_text, language),
        contested=one.contested,
        look=lines(one.look),
        change=lines(one.change),
        undo=lines(one.undo),
        verify=lines(one.verify),
        expects=tuple(sentence(expected.text, language) for expected in one.expects),
        returns=sentence(one.return_text, language),
        items=one.items,
    )


def _host_facts(about: Examination, language: Language) -> Iterator[tuple[str, str]]:
    host = about.host
    facts: Mapping[str, str] = {
        "kernel": host.kernel,
        "distribution": host.distribution,
        "architecture": host.architecture,
        "CPUs": str(host.cpus or ""),
        "memory": shown(host.memory_bytes, "bytes", language) if host.memory_bytes else "",
        "virtualization": host.virtualization,
        "container": host.container,
        "cloud": " ".join(word for word in (host.cloud, host.instance_type) if word),
        "privileges": ""
        if about.window.source
        else translate("root" if host.privileged else "unprivileged", language),
        "source": about.window.source,
    }
    for name, value in facts.items():
        if value:
            yield translate(name, language), cut(visible(value), 100)


def _unseen(about: Examination, language: Language) -> Iterator[tuple[str, str]]:
    """Give what could not be judged, each reason once with the checks that it stopped."""
    for note in about.window.notes:
        yield translate("window", language), cut(visible(note), 200)
    by_reason: dict[str, list[str]] = {}
    for one in about.unjudged:
        by_reason.setdefault(one.reason, []).append(one.check)
    for reason, checks in sorted(by_reason.items()):
        yield ", ".join(sorted(checks)), cut(visible(translate(reason, language)), 200)


def _voiced(one: Opinion, titles: Mapping[str, str], language: Language) -> Voiced:
    return Voiced(
        specialist=translate(one.role.replace("_", " "), language),
        agrees=one.stance is Stance.AGREES,
        item=titles.get(one.item, one.item),
        advice=sentence(one.advice, language),
        confidence=one.confidence,
        voice=one.voice,
    )


def _own(about: Examination, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    """Give what users' own specialists said for an item: the six speak through the verdict."""
    ours = {*(one.value for one in Role), SOLO}
    for one in about.opinions:
        if one.role not in ours and one.stance is Stance.AGREES:
            title = f" ({titles[one.item]})" if one.item in titles else ""
            yield f"{visible(one.role.replace('_', ' '))}: {sentence(one.advice, language)}{title}"


def _dissent(about: Examination, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    """Give each objection as a sentence, with the item it is against."""
    for item in about.verdict.items:
        for one in item.against:
            who = translate(one.role.replace("_", " "), language)
            yield f"{who}: {sentence(one.advice, language)} ({titles.get(item.item, item.item)})"


def _rulings(about: Examination, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    """Give what the coordinator ruled on what is contested."""
    for item in about.verdict.items:
        if item.ruling.template:
            yield f"{titles.get(item.item, item.item)}: {sentence(item.ruling, language)}"


def _cost(about: Examination, language: Language) -> Iterator[tuple[str, str]]:
    cost = about.self_cost
    for name, value, how in (
        ("CPU", cost.cpu_s, "seconds"),
        ("wall clock", cost.wall_s, "seconds"),
        ("memory", cost.rss_bytes, "bytes"),
        ("files read", cost.files_read, "number"),
        ("bytes read", cost.bytes_read, "bytes"),
    ):
        yield translate(name, language), shown(value, how, language)

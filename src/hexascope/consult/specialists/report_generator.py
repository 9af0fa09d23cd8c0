"""The report generator: the verdict in words, for who decides and for who types."""

from collections.abc import Iterator, Sequence

from hexascope.consult.contract import Settled, Specialist, Wording
from hexascope.consult.speech import present
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Role
from hexascope.domain.target import STATE_WORDS, TargetStory, ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Harm, Severity, Status, When
from hexascope.domain.verdict import Recommendation

MANDATE = """
You put a settled verdict into words for two readers. Who decides reads one sentence on where to
start and two to four on how the host is, what harms, what it risks and what could not be seen.
Who types reads the next steps.

Whole, plain sentences with the number in them. Add nothing that the verdict does not hold.
"""

MOST_STEPS = 5
MOST_SENTENCES = 4
ENOUGH_MEASURED = 0.5
IDLE = (ThreadState.SLEEPING, ThreadState.UNKNOWN)
LEAST_SHARE = 0.01
"""Of a target's time: less is not worth a sentence."""


def word(case: Case, settled: Settled, steps: Sequence[Recommendation]) -> Wording:
    """Word a verdict; a host on which nothing is wrong gets told so, with what was measured."""
    found = list(present(case))
    if not found:
        return Wording(
            headline=_nothing(case),
            summary=(*_of_target(case), *_past(case), *_unseen(case)),
            next_steps=tuple(_next(steps)),
        )
    return Wording(
        headline=_start_here(found[0]),
        summary=tuple(_summary(case, found, settled, steps)),
        next_steps=tuple(_next(steps)),
    )


def _summary(
    case: Case, found: Sequence[Finding], settled: Settled, steps: Sequence[Recommendation]
) -> Iterator[Text]:
    """How the host is, what matters most of doubt, harm, risk and past, and what was not seen."""
    unseen = (*_of_target(case), *_unseen(case))
    between = (*_lowered(case, settled), *_doubt(settled), *_risk(found[0], steps), *_past(case))
    yield _state(found)
    yield from between[: MOST_SENTENCES - 1 - len(unseen)]
    yield from unseen


def _of_target(case: Case) -> Iterator[Text]:
    """Say what the target does most of its time that is no idling, if one was named."""
    for story in case.rows(TargetStory):
        busy = [one for one in story.shares if one.state not in IDLE and one.share >= LEAST_SHARE]
        name = story.target.name
        if not busy:
            yield text("{target} had nothing to do while it was watched.", target=name)
            continue
        most = max(busy, key=lambda one: one.share)
        does = text(STATE_WORDS[most.state])
        if most.on:
            yield text(
                "{target} {does} {share:percent} of its threads' time ({on}).",
                target=name,
                does=does,
                share=most.share,
                on=most.on,
            )
        else:
            yield text(
                "{target} {does} {share:percent} of its threads' time.",
                target=name,
                does=does,
                share=most.share,
            )


def _nothing(case: Case) -> Text:
    share = _measured(case)
    worst = _worst_of_the_past(case)
    if worst is not None:
        return text(
            "Nothing above information was found now; the worst of what is over: {what}",
            what=worst.title,
        )
    if share is None:
        return text("Nothing above information was found.")
    if share < ENOUGH_MEASURED:
        return text(
            "Nothing above information was found, but only {share:percent} of what should be seen"
            " could be measured: that is no proof of health.",
            share=share,
        )
    return text(
        "Nothing above information was found; {share:percent} of what should be seen was measured.",
        share=share,
    )


def _worst_of_the_past(case: Case) -> Finding | None:
    """Give the gravest of what is over, where the past was asked for (`--since`)."""
    past = [one for one in case.findings if one.when is When.PAST]
    grave = [one for one in past if one.own_severity > Severity.LOW]
    if not grave or not case.has("past.since"):
        return None
    return max(grave, key=lambda one: one.own_severity)


def _measured(case: Case) -> float | None:
    if not case.coverage:
        return None
    seen = sum(one.status is Status.MEASURED for one in case.coverage)
    return seen / len(case.coverage)


def _start_here(one: Finding) -> Text:
    """The title, and the culprit where the title does not name it already."""
    who = one.culprit
    if who is None or who.name in {value for _, value in one.title.values}:
        return one.title
    if len(who.pids) > 1:
        return text(
            "{what} ({name}, {count:count} processes)",
            what=one.title,
            name=who.name,
            count=float(len(who.pids)),
        )
    if who.pid:
        return text("{what} ({name}, pid {pid})", what=one.title, name=who.name, pid=str(who.pid))
    return text("{what} ({name})", what=one.title, name=who.name)


def _state(found: Sequence[Finding]) -> Text:
    harming = [one for one in found if one.harm >= Harm.WAITING and not one.explained_by]
    count = float(len(found))
    if not harming and len(found) == 1:
        return text("Nothing fails and nobody is shown to wait; one finding is worth a look.")
    if not harming:
        return text(
            "Nothing fails and nobody is shown to wait; {count:count} "
            "{count:finding is|findings are} worth a look.",
            count=count,
        )
    worst = max(one.severity for one in harming)
    if len(found) == 1:
        return text(
            "One thing harms the work now, and its severity is {severity}.",
            severity=text(worst.word),
        )
    return text(
        "Findings that harm the work now by themselves: {harming:count} of {count:count}; the"
        " gravest is {severity}.",
        count=count,
        harming=float(len(harming)),
        severity=text(worst.word),
    )


def _risk(top: Finding, steps: Sequence[Recommendation]) -> Iterator[Text]:
    """Who suffers if it is left, and what the first step costs and risks."""
    if top.victims:
        names = [one.name for one in top.victims]
        if len(names) == 1:
            yield text("It harms {name}.", name=names[0])
        elif len(names) == 2:
            yield text("It harms {name} and {other}.", name=names[0], other=names[1])
        else:
            others = float(len(names) - 1)
            yield text(
                "It harms {name} and {others:count} {others:other|others}.",
                name=names[0],
                others=others,
            )
    first_step = next((one for one in steps if top.id in one.items and one.remedy), None)
    if first_step is None:
        return
    if first_step.return_text.template:
        yield text(
            "First step: {step} {gain}",
            step=_as_sentence(first_step.title),
            gain=first_step.return_text,
        )
    else:
        yield text(
            "First step: {step} Its risk: {risk}.",
            step=_as_sentence(first_step.title),
            risk=text(first_step.risk.value),
        )


def _as_sentence(title: Text) -> Text:
    return title if title.template.endswith(".") else text("{title}.", title=title)


def _lowered(case: Case, settled: Settled) -> Iterator[Text]:
    """Say what the panel holds to be milder than the rules do, the first of it."""
    found = {one.id: one for one in case.findings}
    for item in settled.items:
        one = found.get(item.item)
        if one is not None and item.severity < one.severity:
            yield text(
                "Evidence speaks against this, and the panel holds it to be {severity}: {what}",
                severity=text(item.severity.word),
                what=one.title,
            )
            return


def _doubt(settled: Settled) -> Iterator[Text]:
    contested = sum(one.contested for one in settled.items)
    if contested:
        yield text(
            "The specialists disagree on some of it ({count:count}): both sides are shown, and"
            " nothing should be changed there before that is settled.",
            count=float(contested),
        )


def _past(case: Case) -> Iterator[Text]:
    past = sum(one.when is When.PAST for one in case.findings)
    if past == 1:
        yield text("One finding is of the past and harms nothing now.")
    elif past:
        yield text(
            "{count:count} "
            "{count:finding is of the past and harms|findings are of the past and harm} "
            "nothing now.",
            count=float(past),
        )


def _unseen(case: Case) -> Iterator[Text]:
    in_part = {name for name in case.window.last.missing if case.has(name)}
    blind = float(sum(one.missing not in in_part for one in case.unjudged))
    if blind and case.host.privileged:
        yield text(
            "Checks that could not be judged: {blind:count}; the report says why.", blind=blind
        )
    elif blind:
        yield text(
            "Checks that could not be judged: {blind:count}; as root there may be fewer.",
            blind=blind,
        )


def _next(steps: Sequence[Recommendation]) -> Iterator[Text]:
    """What to type first for each of the first steps: a look, for looking changes nothing."""
    for one in steps[:MOST_STEPS]:
        commands = one.look or one.change
        if not commands:
            yield one.title
            continue
        yield text("{step}: {command}", step=one.title, command=commands[0].typed)


report_generator = Specialist(role=Role.REPORT_GENERATOR, mandate=MANDATE, word=word)

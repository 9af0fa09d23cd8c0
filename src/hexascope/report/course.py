"""What is shown of a panel's course: who came late, who doubted, what the models were not shown."""

from collections.abc import Iterator

from hexascope.domain.panel import PanelRecord
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, translate


def course_shown(record: PanelRecord | None, language: Language) -> tuple[str, ...]:
    """Show the course of a panel in short lines; none where the specialists spoke by rules."""
    return () if record is None else tuple(_lines(record, language))


def _lines(record: PanelRecord, language: Language) -> Iterator[str]:
    if record.mode == "solo":
        yield translate("one call for all (solo)", language)
    for name in record.late:
        yield f"{_role(name, language)}: {translate('came late', language)}"
    for one in record.doubts:
        said = cut(visible(one.words)) or translate("found nothing against it", language)
        who = translate("devil's advocate", language)
        yield f"{who} ({_role(one.role, language)}): {said}"
    if record.left_out:
        told = translate("pieces of evidence did not fit the model's window", language)
        yield f"{record.left_out} {told}"
    if record.causes_left_out:
        yield f"{record.causes_left_out} {translate('lesser hypotheses did not fit', language)}"


def _role(role: str, language: Language) -> str:
    return translate(visible(role).replace("_", " "), language)

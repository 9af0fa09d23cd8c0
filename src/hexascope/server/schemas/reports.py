"""Formats of reports, as the API shows them."""

from pydantic import BaseModel, ConfigDict

from hexascope.report.contract import Format
from hexascope.words import Language, translate


class ReportFormat(BaseModel):
    """One format that a report can be fetched in."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "html", "media_type": "text/html", "ending": "html", "text": "HTML: …"}
            ]
        }
    )

    name: str
    media_type: str
    ending: str
    text: str
    of_profiles: bool = False


def format_shown(one: Format, language: Language) -> ReportFormat:
    """Show a format."""
    return ReportFormat(
        name=one.name,
        media_type=one.media_type,
        ending=one.ending,
        text=translate(one.text, language),
        of_profiles=one.of_profiles,
    )

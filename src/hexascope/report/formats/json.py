"""JSON: the versioned schema `hexascope.report/1`."""

from json import dumps

from hexascope.domain.examination import Examination
from hexascope.report.contract import Format, Manner
from hexascope.report.plain import plain


def _write(about: Examination, manner: Manner) -> str:
    return dumps(plain(about, manner.language), indent=1, ensure_ascii=False, allow_nan=False)


json = Format(
    name="json",
    ending="json",
    media_type="application/json",
    write=_write,
    text="JSON for programs: everything, by the published schema hexascope.report/1.",
)

"""Terminal, HTML and Markdown show the same numbers, for they show the same page."""

import re

from hexascope.report.contract import Manner
from hexascope.report.formats.html import html
from hexascope.report.formats.markdown import markdown
from hexascope.report.formats.terminal import terminal
from tests.support.examinations import examination


def test_title_score_and_proof_are_the_same_in_all() -> None:
    about = examination()
    for form in (terminal, html, markdown):
        written = re.sub(r"<[^>]+>|\\", "", form.write(about, Manner(width=120)))
        for words in (
            "worker made tasks wait 47% of the time",
            "80",
            "= 47%",
            "Lower its priority",
        ):
            assert words in written, (form.name, words)

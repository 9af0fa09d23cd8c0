from hexascope.report.contract import Manner
from hexascope.report.formats.markdown import markdown
from tests.support.examinations import examination


def test_the_page_has_the_finding_the_plan_the_matrix_and_what_was_not_seen() -> None:
    written = markdown.write(examination(), Manner())

    assert "### 1. HIGH: worker made tasks wait 47% of the time" in written
    assert "renice 10 4242" in written
    assert "| cpu | unknown | high 47% | ok |" in written
    assert "no GPU here" in written

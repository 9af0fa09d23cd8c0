import re

from hexascope.report.contract import Manner
from hexascope.report.formats.html import html
from hexascope.words import Language
from tests.support.examinations import examination


def test_the_page_is_one_file_and_asks_for_nothing_from_the_network() -> None:
    page = html.write(examination(), Manner())

    assert not re.findall(r"""(?:src|href)=["'](?!#)|url\(|@import""", page)
    assert "default-src 'none'" in page


def test_the_finding_is_there_with_its_proof_its_threshold_and_its_drawing() -> None:
    page = html.write(examination(), Manner())

    assert "worker made tasks wait 47% of the time" in page
    assert "pressure.some_share{resource=cpu}" in page
    assert "limit 20%" in page
    assert "<polyline" in page
    assert 'class="limit"' in page


def test_what_is_unknown_is_shown_as_unknown_and_not_as_healthy() -> None:
    page = html.write(examination(), Manner())

    assert page.count('class="square unknown"') >= 40
    assert "gpu_errors" in page


def test_the_page_speaks_portuguese_when_asked() -> None:
    page = html.write(examination(), Manner(language=Language.PORTUGUESE))

    assert '<html lang="pt">' in page
    assert "comece aqui" in page
    assert "desconhecido" in page

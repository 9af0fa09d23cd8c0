"""Examines bundles in a process of its own: `python -m tests.support.kept_digests FOLDER`.

It prints each bundle's name with its digest, as one JSON object.
"""

import json
import sys
from pathlib import Path

from hexascope import bootstrap
from hexascope.domain.examination import Examination
from hexascope.services import running
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.sources.kept import KeptLooks
from hexascope.settings.read import read_settings


def service() -> Examinations:
    """Join the parts with the settings as they come, whatever the user's own are."""
    return bootstrap.examinations(read_settings((), {}, None), hear_own=False)


def examined(by: Examinations, bundle: Path) -> Examination:
    """Examine a bundle as `hexascope examine --from` does."""
    wishes = Wishes()
    return running.examine(
        by, KeptLooks(path=bundle).look(by, wishes, lambda _: None, None), wishes
    )


if __name__ == "__main__":
    parts = service()
    digests = {one.stem: examined(parts, one).digest for one in Path(sys.argv[1]).glob("*.hxb")}
    sys.stdout.write(json.dumps(digests))

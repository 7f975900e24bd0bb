"""A diary with a fortnight in it, put into a home by a process of its own.

Playwright keeps a loop running in the tests' process, in which Django would refuse to work.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ZONE = "Europe/Berlin"


def filled(home: Path) -> Path:
    """Fill a home, and return it."""
    code = "import sys; from pathlib import Path; from tests.web.filled import fill; fill(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(home)], check=True)
    return home


def fill(home: Path) -> None:
    """A fortnight of breakfasts and ratings, at this hour of the day."""
    from gutline.web.settings import configure

    configure(home, zone=ZONE)
    from gutline.store.drafts import Draft
    from gutline.store.opening import open_store
    from gutline.store.services.log import log_many
    from gutline.store.services.people import add_person, choose

    now = datetime.now(UTC).replace(microsecond=0)
    open_store(now)
    person = add_person(ZONE, now).key
    drafts = []
    for ago in range(1, 15):
        at = now - timedelta(days=ago)
        drafts += [Draft("food", "rye bread", at, 1.0), Draft("drink", "coffee", at, 1.0)]
        drafts += [Draft("symptom", "back pain", at, float(ago % 7))]
        drafts += [Draft("symptom", "bloating", at, 2.0)]
    log_many(person, drafts, now)
    choose(person, "symptoms", ["back pain", "bloating"], now)
    choose(person, "started", True, now)

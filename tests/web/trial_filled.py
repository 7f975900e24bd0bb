"""A home for the browser's trial: somebody who answered the check, with a suspect in the findings.

Playwright keeps a loop running in the tests' process, in which Django would refuse to work.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ZONE = "Europe/Berlin"


def in_a_process(work: str, home: Path, *more: str) -> None:
    """Do one of the functions below in a process of its own."""
    code = (
        "import sys; from pathlib import Path; import tests.web.trial_filled as filled;"
        f"filled.{work}(Path(sys.argv[1]), *sys.argv[2:])"
    )
    subprocess.run([sys.executable, "-c", code, str(home), *more], check=True)


def opened(home: Path) -> None:
    from gutline.web.settings import configure

    configure(home, zone=ZONE)
    from gutline.store.opening import open_store

    open_store(NOW)


def begin(home: Path) -> None:
    """Add the person, their answers, and findings with a suspect."""
    opened(home)
    from gutline.store.services.people import add_person, choose
    from gutline.store.services.safety import keep_answers
    from tests.reports import samples
    from tests.trials.answered import lasting, profile
    from tests.web.shown_findings import leave

    person = add_person(ZONE, NOW).key
    choose(person, "started", True, NOW)
    choose(person, "symptoms", ["back pain"], NOW)
    keep_answers(person, lasting(profile().answers), NOW.date(), NOW)
    leave(home, person, samples.findings())


def live(home: Path, until: str) -> None:
    """Live and rate as the coin says until a day; back pain is higher on active days."""
    opened(home)
    from gutline.store import queries
    from gutline.store.drafts import Draft
    from gutline.store.queries.trials import kept_trials
    from gutline.store.services.log import log_many
    from gutline.store.services.trials import log_events
    from gutline.trials.calendar import lay_days
    from gutline.trials.events import Event

    owner = queries.people()[0]
    trial = kept_trials(owner.key)[0].trial
    end = datetime.fromisoformat(until)
    rng, drafts, events = np.random.default_rng(2), [], []
    for day in lay_days(trial, end.date()):
        at = datetime.combine(day.day, datetime.min.time(), UTC) + timedelta(hours=7)
        if at > end:
            break
        for hours in (0, 12):
            value = 3.0 + 2.5 * (day.condition or 0) + rng.normal(0, 0.7)
            rated = at + timedelta(hours=hours)
            drafts.append(Draft("symptom", "back pain", rated, float(np.clip(round(value), 0, 10))))
        if not any(e.what == "kept" and e.day == day.day for e in trial.events):
            events.append(Event(at, day.day, "kept", "yes"))
    log_many(owner.key, drafts, end)
    log_events(owner.key, trial.id, tuple(events), end)

"""Opening the diary of this computer for a command."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.cli.local_zone import local_zone

if TYPE_CHECKING:
    from gutline.store.records import PersonRecord

DATABASE_VARIABLE = "GUTLINE_DATABASE"


def point_at_home() -> Path:
    """Say which diary is meant, without opening it; return its folder."""
    from gutline.meals.home import home_place
    from gutline.store.settings import configure

    home = home_place(os.environ)
    configure(home, os.environ.get(DATABASE_VARIABLE))
    return home


def open_journal(now: datetime) -> Path:
    """Open this computer's diary, making it when there is none; return its folder."""
    home = point_at_home()
    from gutline.store.opening import open_store

    open_store(now)
    return home


def owner(now: datetime) -> PersonRecord:
    """Return the person whose diary is open; the first time, they are added in the local zone."""
    from gutline.store import queries
    from gutline.store.services.people import add_person

    found = queries.only_person()
    return found or add_person(local_zone(os.environ, now), now)

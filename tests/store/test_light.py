"""The store stays light: logging loads no numerics, and reading its name loads no Django."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LOG = """
from datetime import UTC, datetime
from pathlib import Path
from gutline.store.settings import configure
configure(Path({home!r}))
from gutline.store.opening import open_store
now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
open_store(now)
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
person = add_person("Europe/Berlin", now).key
log_entry(person, Draft("food", "rice"), now)
queries.read_diary(person), queries.day_page(person, now.date()), queries.usual_things(person, now)
"""


def loaded_by(code):
    end = "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + end], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_logging_and_reading_load_neither_numpy_nor_scipy(tmp_path):
    loaded = loaded_by(LOG.format(home=str(tmp_path / "home")))
    assert "gutline.store.services.log" in loaded
    assert not loaded & {"numpy", "scipy", "pyrage", "rapidfuzz", "pyarrow", "gutline.discovery"}


def test_the_measure_sees_numpy():
    assert "numpy" in loaded_by("import numpy")


@pytest.mark.parametrize("module", ["gutline.store", "gutline.store.settings"])
def test_naming_the_store_loads_no_django(module):
    assert "django" not in loaded_by(f"import {module}")

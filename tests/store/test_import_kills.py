"""An import that is killed in the middle leaves nothing, and can be made afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gutline.store import queries
from tests.store.conftest import NOW, Store

IMPORT = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from gutline.store.settings import configure
configure(Path(sys.argv[1]))
from gutline.importers.source import ImportFile, ImportSettings
from gutline.store.services import import_rows, imports
from bench.importing import Many
import_rows.CHUNK = 200
def tell(progress):
    print(progress.phase, progress.done, flush=True)
    if f"{progress.phase} {progress.done}" == sys.argv[4]:
        sys.stdin.read()
now = datetime.fromisoformat(sys.argv[3])
settings = ImportSettings("Europe/Berlin", today=now.date())
file = ImportFile("many", data=b"many")
imports.import_files(int(sys.argv[2]), [file], settings, now, source=Many(6000), progress=tell)
"""
ROOT = Path(__file__).parents[2]


def start(store: Store, person: int, halt: str = "") -> subprocess.Popen[str]:
    """Begin the import; it stands still where `halt` says, so that it can be killed there."""
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(store.home), str(person), NOW.isoformat(), halt],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.slow
@pytest.mark.parametrize("wanted", ["reading 4000", "keeping 200", "keeping 3000", "keeping 5800"])
def test_a_killed_import_leaves_nothing_and_can_be_made_again(sqlite_store, wanted: str):
    from gutline.store.services.imports import import_batches
    from gutline.store.services.people import add_person

    person = add_person("Europe/Berlin", NOW).key
    before = queries.person(person).revision
    killed = start(sqlite_store, person, wanted)
    assert killed.stdin is not None
    assert killed.stdout is not None
    reached = next((line for line in killed.stdout if line.strip() == wanted), "")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdin.close()
    killed.stdout.close()
    assert reached
    assert queries.read_diary(person).entries == ()
    assert import_batches(person) == ()
    assert queries.person(person).revision == before
    assert not [path for path in sqlite_store.home.iterdir() if path.name.startswith(".import")]
    again = start(sqlite_store, person)
    assert again.communicate()[0].endswith("keeping 6000\n")
    assert len(queries.read_diary(person).entries) == 6000

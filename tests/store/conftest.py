"""An empty diary for every test, on SQLite and on PostgreSQL; nobody in it but one person."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gutline.store.settings import configure
from tests.store.postgres import Server, why_not

# Models can be imported only after Django knows its apps. Nothing is written there.
configure(Path(os.devnull) / "no-diary")

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
KINDS_OF_DATABASE = ("sqlite", "postgresql")
_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Store:
    """The diary a test works on."""

    home: Path
    url: str | None

    @property
    def database(self) -> Path:
        return self.home / "gutline.db"

    def open(self) -> None:
        """Point Django here, and make everything ready."""
        configure(self.home, self.url)
        from gutline.store.opening import open_store

        open_store(NOW)


def close_all() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them, to be copied."""
    store = Store(tmp_path_factory.mktemp("empty") / "home", None)
    umask = os.umask(0o022)
    store.open()
    close_all()
    os.umask(umask)
    return store.database


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    started = Server()
    yield started
    close_all()
    started.stop()


@pytest.fixture
def sqlite_store(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    """A diary in a folder."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copy(empty_database, home / "gutline.db")
    store = Store(home, None)
    store.open()
    yield store
    close_all()


@pytest.fixture(scope="session")
def postgres_url(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = server.create("tests")
    Store(tmp_path_factory.mktemp("postgres"), url).open()
    close_all()
    return url


@pytest.fixture
def postgres_store(tmp_path: Path, postgres_url: str) -> Iterator[Store]:
    """A diary on the tests' own PostgreSQL."""
    store = Store(tmp_path / "home", postgres_url)
    store.open()
    from gutline.store.services.erasing import erase_everything

    yield store
    configure(store.home, store.url)
    erase_everything()
    close_all()


@pytest.fixture(params=KINDS_OF_DATABASE)
def store(request: pytest.FixtureRequest) -> Store:
    """A diary on each kind of database in turn."""
    made: Store = request.getfixturevalue(
        "sqlite_store" if request.param == "sqlite" else "postgres_store"
    )
    return made


@pytest.fixture
def new_store(tmp_path: Path, empty_database: Path) -> Iterator[Callable[[], Store]]:
    """A maker of further diaries in folders; the last one made is the one pointed at."""

    def make() -> Store:
        home = tmp_path / f"other-{next(_NUMBERS)}"
        home.mkdir(mode=0o700)
        shutil.copy(empty_database, home / "gutline.db")
        made = Store(home, None)
        made.open()
        return made

    yield make
    close_all()


@pytest.fixture
def person(store: Store) -> int:
    """Somebody in Berlin."""
    from gutline.store.services.people import add_person

    return add_person("Europe/Berlin", NOW).key

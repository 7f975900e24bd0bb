"""An empty diary behind the pages, a client who is signed in, and one who is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
"""10:30 in Berlin, a Tuesday."""
ZONE = "Europe/Berlin"


def point_at(home: Path) -> None:
    """Serve the pages of a home, whatever was served before in this process."""
    from gutline.web.settings import configure

    configure(home, zone=ZONE, hosts=["testserver"])


def close_all() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with tables and nothing in them, to be copied."""
    home = tmp_path_factory.mktemp("empty") / "home"
    umask = os.umask(0o022)
    point_at(home)
    from gutline.store.opening import open_store

    open_store(NOW)
    close_all()
    os.umask(umask)
    return home


@pytest.fixture
def home(tmp_path: Path, empty_home: Path) -> Iterator[Path]:
    """The folder of a person's things, new for every test."""
    made = tmp_path / "home"
    shutil.copytree(empty_home, made)
    point_at(made)
    from gutline.store.opening import open_store

    open_store(NOW)
    yield made
    close_all()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of the pages; it stands at NOW until then."""
    from gutline.web import present

    times = [NOW]
    monkeypatch.setattr(present, "_read", lambda: times[-1])
    return times.append


@pytest.fixture
def person(home: Path, clock: Any) -> int:
    """Somebody in Berlin who has answered the first questions: whose pages they are."""
    from gutline.store.services.people import add_person, choose

    key = add_person(ZONE, NOW).key
    choose(key, "started", True, NOW)
    return key


@pytest.fixture
def other_person(person: int) -> int:
    """Somebody else with a diary in the same database, whose pages are not shown."""
    from gutline.store.services.people import add_person

    return add_person("Asia/Tokyo", NOW, name="somebody else", account="another").key


@pytest.fixture
def stranger(home: Path, clock: Any) -> Client:
    """A browser that nobody is signed in with."""
    from django.test import Client

    return Client(SERVER_NAME="testserver", raise_request_exception=False)


@pytest.fixture
def client(home: Path, person: int) -> Client:
    """A browser that the person is signed in with."""
    return signed_in(home)


def signed_in(home: Path, *, checks: bool = False) -> Client:
    """Return a browser that is signed in; `checks` has forms without a token refused."""
    from django.test import Client

    from gutline.web.sign_ins import SignIns

    made = Client(
        enforce_csrf_checks=checks, SERVER_NAME="testserver", raise_request_exception=False
    )
    answer = made.get(f"/in/{SignIns(home).new_link(NOW)}/")
    assert answer.status_code == 302, answer.content.decode()
    return made

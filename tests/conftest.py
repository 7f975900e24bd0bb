"""What every test shares: how hypothesis searches, and when Chromium can be had."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

# Playwright leaves an event loop in the process, beside which Django refuses to ask its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# A shell that runs something in the background lets it ignore Control-C; the programs that the tests
# start would ignore it too, and never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every machine, so that a red run is about the change at hand.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# New examples each time: HYPOTHESIS_PROFILE=wide make test
settings.register_profile("wide", deadline=None, max_examples=1000, database=None)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "steady")
settings.load_profile(PROFILE)
if PROFILE == "steady" and hasattr(providers, "_get_local_constants"):
    # Otherwise the words and numbers of every module that happens to be loaded are tried as well,
    # and the examples of a test depend on which other tests are run.
    providers._get_local_constants = lambda: providers._local_constants


def find_chromium() -> str | None:
    """The Chromium of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; the test is skipped where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium here and none could be installed")
    return path


@pytest.fixture(autouse=True)
def _own_umask() -> Iterator[None]:
    """What opens a store makes everything new private; that must not reach the next test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


HOME = "GUTLINE_HOME"
_NUMBERS = itertools.count()


@pytest.fixture(autouse=True, scope="session")
def _nobodys_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Whoever runs the tests may keep a diary, a database and foods of their own: never used."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GUTLINE_")]:
            if name != "GUTLINE_GOLDEN":
                patch.delenv(name)
        folder = tmp_path_factory.mktemp("nobody")
        patch.setenv(HOME, str(folder / "home"))
        yield folder


@pytest.fixture(autouse=True)
def _nobodys_home(_nobodys_folder: Path) -> Iterator[None]:
    """A home of its own for every test that names none; it is not there until it is used."""
    before = os.environ[HOME]
    os.environ[HOME] = str(_nobodys_folder / f"home-{next(_NUMBERS)}")
    yield
    os.environ[HOME] = before


@pytest.fixture(autouse=True, scope="session")
def _small_reserve() -> Iterator[None]:
    """Thousands of homes are made by the tests: with the whole reserve they would fill a disk."""
    from gutline.store import ballast

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballast, "SIZE", 64 * 1024)
        yield

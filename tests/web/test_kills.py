"""The server killed in the middle of writes: nothing acknowledged is lost, nothing is kept twice."""

from __future__ import annotations

import http.client
import re
import threading

import pytest

from tests.web.served import served
from tests.web.shared_server import Browser

KILLS = 3
WRITERS = 3


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def token_of(browser):
    made = browser.post("/settings/tokens/", token_name="phone", scopes=["log", "read"])  # noqa: S106
    secret = re.search(r'id="new-token">([^<]+)<', made.text)
    assert secret is not None
    return {"Authorization": f"Bearer {secret[1]}"}


def keep_writing(url, bearer, name, keys, acknowledged, stop):
    """Send entries, each again under its key until it is answered or the server is gone."""
    while not stop.is_set():
        key = f"{name}-{next(keys)}"
        entry = {"kind": "food", "name": key, "at": "2026-03-04T12:00:00+01:00", "value": 1}
        try:
            answer = Browser(url).send("/api/entries", entry, **bearer, **{"Idempotency-Key": key})
        except (OSError, http.client.HTTPException):
            return
        if answer.status == 201:
            acknowledged.append(key)


@pytest.mark.slow
def test_a_server_killed_while_it_writes_has_everything_it_acknowledged(home):
    import itertools

    acknowledged: list[str] = []
    bearer: dict[str, str] = {}
    for round_number in range(KILLS):
        with served(home) as journal:
            if not bearer:
                browser = Browser(journal.url)
                browser.enter(journal.link)
                bearer = token_of(browser)
            stop, before = threading.Event(), len(acknowledged)
            writers = [
                threading.Thread(
                    target=keep_writing,
                    args=(
                        journal.url,
                        bearer,
                        f"{round_number}-{n}",
                        itertools.count(),
                        acknowledged,
                        stop,
                    ),
                )
                for n in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            while len(acknowledged) < before + 15 * (round_number + 1):
                assert any(writer.is_alive() for writer in writers)
                stop.wait(0.005)
            journal.kill()
            stop.set()
            for writer in writers:
                writer.join()
    with served(home) as journal:
        told = Browser(journal.url).get("/api/diary.csv", **bearer).text
        found = re.findall(r"\b(\d-\d-\d+)\b", told)
    assert len(found) == len(set(found))
    assert set(acknowledged) <= set(found)
    assert len(acknowledged) >= 15 * (1 + 2 + 3)
    # At most what each writer had under way was kept without its answer having arrived.
    assert len(found) - len(acknowledged) <= KILLS * WRITERS

"""The pages and the API on PostgreSQL as on SQLite: the same journey, really served."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.store.postgres import Server, why_not
from tests.web.served import served
from tests.web.shared_server import Browser, new_accounts, shared

PAGES = ("/", "/day/2026-03-01/", "/timeline/", "/findings/", "/settings/", "/deleted/",
         "/settings/foods/", "/settings/erase/", "/about/", "/new/?kind=symptom&form=0123456789abcdef")  # fmt: skip


@pytest.fixture(scope="module")
def postgres():
    reason = why_not()
    if reason:
        pytest.skip(reason)
    started = Server()
    yield started
    started.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def journal(request, tmp_path_factory):
    """A journal on each kind of database, and a browser that is signed in."""
    home = tmp_path_factory.mktemp("journey") / "home"
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create("pages")
    with served(home, database=url) as running:
        running.database = url  # type: ignore[attr-defined]
        browser = Browser(running.url)
        assert browser.enter(running.link).status == 302
        browser.post("/start/", symptom="bloating")
        running.browser = browser  # type: ignore[attr-defined]
        yield running


def command(journal, *arguments):
    environment = {**os.environ, "GUTLINE_HOME": str(journal.home), "TZ": "Europe/Berlin"}
    environment.pop("GUTLINE_DATABASE", None)
    if journal.database:
        environment["GUTLINE_DATABASE"] = journal.database
    done = subprocess.run(
        [sys.executable, "-m", "gutline.cli", *arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_day_is_logged_changed_undone_and_shown(journal):
    browser = journal.browser
    when = {"at": "2026-03-01T08:00"}
    assert browser.post("/log/", kind="symptom", name="back pain", value="6", **when).status == 302
    assert browser.post("/eat/", text="2 slices rye bread, butter", **when).status == 302
    assert browser.post("/mark/", mark="bad", at="2026-03-01", back="2026-03-01").status == 302
    text = browser.get("/day/2026-03-01/").text
    assert "<b>back pain</b> 6" in text
    assert "rye bread" in text
    assert "A bad day: this is enough" in text
    key = re.search(r'id="entry-(\d+)"><a[^>]*><span[^>]*>[^<]*</span><span><b>back pain', text)
    assert key is not None
    change = {
        "name": "back pain",
        "value": "3",
        "unit": "nrs",
        "day": "2026-03-01",
        "time": "08:00",
    }
    assert browser.post(f"/entry/{key[1]}/", **change).status == 302
    assert "<b>back pain</b> 3" in browser.get("/day/2026-03-01/").text
    browser.post("/undo/", keys=key[1], verb="changed")
    assert "<b>back pain</b> 6" in browser.get("/day/2026-03-01/").text
    browser.post(f"/entry/{key[1]}/remove/")
    assert "back pain" in browser.get("/deleted/").text
    browser.post("/deleted/bring-back/", entry=key[1])
    assert "<b>back pain</b> 6" in browser.get("/day/2026-03-01/").text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there(journal, page):
    assert journal.browser.get(page).status == 200


def test_what_is_wrong_is_refused_and_nothing_is_kept_half(journal):
    browser = journal.browser
    before = browser.get("/settings/diary.csv").text
    for wrong in (
        {"value": "600"},
        {"value": "six"},
        {"at": "2999-01-01T08:00"},
        {"name": "x" * 900},
    ):
        said = {"kind": "symptom", "name": "back pain", "value": "6", **wrong}
        assert browser.post("/log/", **said).status == 422
    many = [{"kind": "food", "name": "bread", "id": "b1"}, {"kind": "food", "name": "", "id": "b2"}]
    csrf = {"X-CSRFToken": browser.cookies["gutline_csrf"], "Idempotency-Key": "half"}
    assert browser.send("/api/entries/bulk", many, **csrf).status == 422
    assert browser.get("/settings/diary.csv").text == before


def test_the_api_keeps_what_is_sent_once(journal):
    browser = journal.browser
    made = browser.post("/settings/tokens/", token_name="phone", scopes=["log", "read"]).text  # noqa: S106
    secret = re.search(r'id="new-token">([^<]+)<', made)
    assert secret is not None
    sent = {"Authorization": f"Bearer {secret[1]}", "Idempotency-Key": "once"}
    entry = {"kind": "drink", "name": "coffee", "value": 1, "at": "2026-03-02T08:00:00+01:00"}
    first, second = (Browser(journal.url).send("/api/entries", entry, **sent) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert json.loads(first.text) == json.loads(second.text)
    assert browser.get("/day/2026-03-02/").text.count("<b>coffee</b>") == 1
    other = Browser(journal.url).send("/api/entries", {**entry, "value": 2}, **sent)
    assert other.status == 422


def test_two_browsers_and_the_command_line_write_at_once_and_nothing_is_lost(journal):
    link = command_link(journal)
    second = Browser(journal.url)
    second.enter(link)
    second.get("/settings/")

    def press(browser, name):
        return [
            browser.post("/log/", kind="food", name=f"{name} {n}", at="2026-03-03T12:00").status
            for n in range(15)
        ]

    with ThreadPoolExecutor(3) as pool:
        both = [pool.submit(press, journal.browser, "one"), pool.submit(press, second, "two")]
        lines = pool.submit(
            lambda: [command(journal, "log", f"2026-03-03 12:00 ate food{n}") for n in range(2)]
        )
        assert [status for done in both for status in done.result()] == [302] * 30
        assert len(lines.result()) == 2
    text = journal.browser.get("/day/2026-03-03/").text
    assert len(re.findall(r'id="entry-\d+"', text)) == 32


def command_link(journal):
    from datetime import UTC, datetime

    from gutline.web.sign_ins import SignIns

    return f"{journal.url}/in/{SignIns(journal.home).new_link(datetime.now(UTC))}/"


def test_an_export_is_complete_and_a_diary_is_erased(journal):
    browser = journal.browser
    assert browser.post("/eat/", text="rye bread", at="2026-03-04T08:00").status == 302
    told = json.loads(browser.get("/settings/everything.json").text)
    assert told
    assert "rye bread" in browser.get("/settings/diary.csv").text
    gone = browser.post("/settings/erase/", word="erase")
    assert "Everything is erased" in gone.text
    assert browser.get("/").status == 403


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_people_sign_in_on_postgresql_too(postgres, tmp_path):
    url = postgres.create("accounts")
    home = tmp_path / "home"
    passwords = new_accounts(home, "anna", "bert", database=url)
    with shared(home, tmp_path, database=url) as server:
        anna, bert = Browser(server.url), Browser(server.url)
        assert anna.sign_in("anna", passwords["anna"]).location == "/"
        assert bert.sign_in("bert", passwords["bert"]).location == "/"
        for browser in (anna, bert):
            browser.post("/start/", skip="1")
        anna.post("/log/", kind="food", name="canary soup")
        assert "canary soup" in anna.get("/").text
        assert "canary soup" not in bert.get("/").text
        bert.post("/settings/erase/", word="erase")
        assert bert.sign_in("bert", passwords["bert"]).location == ""
        assert "canary soup" in anna.get("/").text

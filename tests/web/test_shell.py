"""What stays on a device: a page, its files, and nothing of a diary."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.conftest import NOW


def shell_of(answer):
    return json.loads(re.match(rb"const SHELL = (.+);\n", answer.content)[1])


def test_the_service_worker_lies_at_the_top_and_is_never_stale(stranger):
    answer = stranger.get("/service-worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert answer["Cache-Control"] == "no-cache"


def test_everything_it_keeps_is_there_for_strangers(stranger):
    shell = shell_of(stranger.get("/service-worker.js"))
    kept = (shell["page"], shell["practices"], *shell["files"])
    assert len(kept) >= 9
    assert [url for url in kept if stranger.get(url).status_code != 200] == []


def test_the_page_needs_nothing_that_is_not_kept(stranger):
    shell = shell_of(stranger.get("/service-worker.js"))
    for kept in (shell["page"], shell["practices"]):
        page = stranger.get(kept).content.decode()
        needed = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert set(needed) <= set(shell["files"])


def test_the_page_is_the_same_for_everybody(client, stranger, person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry
    from gutline.store.services.people import choose, rename

    before = stranger.get("/offline/").content
    rename(person, "canary")
    choose(person, "symptoms", ["canary pain"], NOW)
    log_entry(person, Draft("food", "canary soup"), NOW)
    assert client.get("/offline/").content == before
    assert b"canary" not in client.get("/service-worker.js").content


def test_the_page_sets_no_cookie(client, stranger):
    for path in ("/offline/", "/service-worker.js", "/manifest.webmanifest"):
        assert stranger.get(path).cookies == {}


def test_the_version_follows_what_is_kept(monkeypatch, stranger):
    from gutline.web.pages import shell

    before = shell_of(stranger.get("/service-worker.js"))["version"]
    shell.shell.cache_clear()
    monkeypatch.setattr(shell, "FILES", shell.FILES[:-1])
    try:
        assert shell_of(stranger.get("/service-worker.js"))["version"] != before
    finally:
        shell.shell.cache_clear()


def test_a_phone_can_install_it(stranger):
    answer = stranger.get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["display"], told["start_url"], told["scope"]) == ("standalone", "/", "/")
    sizes = {icon["sizes"]: icon["src"] for icon in told["icons"]}
    assert {"192x192", "512x512", "any"} == set(sizes)
    assert "maskable" in {icon.get("purpose") for icon in told["icons"]}


@pytest.mark.parametrize("size", [180, 192, 512])
def test_the_icons_are_as_large_as_they_say(stranger, size):
    from gutline.web.assets import asset_url

    data = stranger.get(asset_url(f"gutline/icon-{size}.png")).content
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (size, size)
    assert len(data) < 10_000


def test_the_icon_that_iphones_ask_for_is_there(stranger):
    assert stranger.get("/apple-touch-icon.png")["Content-Type"] == "image/png"


def test_the_worker_keeps_only_the_shell():
    from gutline.web.assets import assets

    code = assets()["gutline/service-worker.js"].plain.decode()
    assert code.count("addAll") == 1
    assert not re.search(r"cache\.put|\.add\(", code)


def test_the_outbox_is_small(stranger):
    import gzip

    from gutline.web.assets import assets

    assert len(gzip.compress(assets()["gutline/outbox.js"].plain)) <= 6_000

"""Links that work once, strangers, and what every answer carries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import NOW, signed_in


def addresses():
    """Every address that is served, with something in the place of each part."""
    from django.urls import get_resolver

    return sorted(_addresses(get_resolver().url_patterns))


def _addresses(patterns, before=""):
    import re

    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            route = before + str(pattern.pattern)
            route = re.sub(r"<int:[^>]+>|\(\?P<[^>]+>\\d\+\)", "1", route)
            route = re.sub(r"<[^>]+>", "2026-03-01", route).replace("^", "").replace("\\Z", "")
            yield "/" + route.lstrip("/")


OPEN_NAMES = {
    "/favicon.ico",
    "/service-worker.js",
    "/manifest.webmanifest",
    "/offline/",
    "/offline/practices/",
    "/api/openapi.json",
    "/apple-touch-icon.png",
}


def test_a_link_signs_in_once(home, person, stranger):
    from gutline.web.sign_ins import SignIns

    link = f"/in/{SignIns(home).new_link(NOW)}/"
    assert stranger.get("/").status_code == 403
    assert stranger.get(link).headers["Location"] == "/"
    assert stranger.get("/").status_code == 200
    from django.test import Client

    second = Client(SERVER_NAME="testserver")
    answer = second.get(link)
    assert answer.status_code == 403
    assert "does not work any more" in answer.content.decode()
    assert second.get("/").status_code == 403


def test_a_link_runs_out_after_a_quarter_of_an_hour(home, person, stranger, clock):
    from gutline.web.sign_ins import SignIns

    link = f"/in/{SignIns(home).new_link(NOW)}/"
    clock(NOW + timedelta(minutes=15, seconds=1))
    assert stranger.get(link).status_code == 403


def test_a_browser_that_fetches_ahead_uses_up_no_link(home, person, stranger):
    from gutline.web.sign_ins import SignIns

    link = f"/in/{SignIns(home).new_link(NOW)}/"
    assert stranger.get(link, headers={"Sec-Purpose": "prefetch"}).status_code == 503
    assert stranger.head(link).status_code == 503
    assert stranger.get(link).status_code == 302


def test_after_ten_wrong_links_even_a_right_one_waits_a_minute(home, person, stranger, clock):
    from gutline.web.sign_ins import SignIns

    for number in range(10):
        assert stranger.get(f"/in/wrong-{number}/").status_code == 403
    link = f"/in/{SignIns(home).new_link(NOW)}/"
    refused = stranger.get(link)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    clock(NOW + timedelta(seconds=61))
    assert stranger.get(link).status_code == 302


def test_a_sign_in_ends_after_half_a_year(client, clock):
    clock(NOW + timedelta(days=179))
    assert client.get("/").status_code == 200
    clock(NOW + timedelta(days=181))
    assert client.get("/").status_code == 403


def test_signing_out_ends_it_here_and_leaves_other_browsers_signed_in(home, client):
    other = signed_in(home)
    cookie = client.cookies["gutline_sign_in"].value
    answer = client.post("/out/")
    assert answer.status_code == 200
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["gutline_sign_in"] = cookie
    assert client.get("/").status_code == 403
    assert other.get("/").status_code == 200


def test_a_sign_in_survives_a_new_start_of_the_server(home, client):
    from gutline.web import signing

    signing._sign_ins_of.cache_clear()
    assert client.get("/").status_code == 200


def test_a_made_up_or_empty_sign_in_opens_nothing(stranger, person):
    for value in ("", "x" * 43, "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")):
        stranger.cookies["gutline_sign_in"] = value
        assert stranger.get("/").status_code == 403


def test_tokens_are_kept_as_hashes_that_only_their_owner_can_read(home, person):
    from gutline.web.sign_ins import FILE, SignIns

    sign_ins = SignIns(home)
    link = sign_ins.new_link(NOW)
    opened = sign_ins.redeem(link, NOW)
    kept = (home / FILE).read_text()
    assert link not in kept
    assert opened not in kept
    assert (home / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"links": 1}', '{"links": {}, "sign_ins": {"a": "b"}}']
)
def test_a_damaged_file_signs_everybody_out_and_new_links_work(home, client, damaged):
    from gutline.web.sign_ins import FILE

    (home / FILE).write_text(damaged)
    assert client.get("/").status_code == 403
    assert signed_in(home).get("/").status_code == 200


def test_a_link_redeemed_twice_at_once_opens_one_sign_in(home, person):
    import threading

    from gutline.web.sign_ins import SignIns

    token = SignIns(home).new_link(NOW)
    opened = []
    both = threading.Barrier(4)

    def redeem():
        own = SignIns(home)
        both.wait()
        opened.append(own.redeem(token, NOW))

    threads = [threading.Thread(target=redeem) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(token is not None for token in opened) == 1


def test_every_address_turns_strangers_away(stranger, person):
    for address in addresses():
        if address in OPEN_NAMES or address.startswith(("/static/", "/in/")):
            continue
        sent = (
            "application/json" if address.startswith("/api/") else "multipart/form-data; boundary=x"
        )
        for answer in (stranger.get(address), stranger.post(address, "{}", content_type=sent)):
            assert answer.status_code in {401, 403, 404, 405}, (address, answer.status_code)


def test_an_open_address_shows_nothing_of_a_diary(stranger, client):
    client.post("/eat/", {"text": "xyzzyq"})
    for address in OPEN_NAMES:
        answer = stranger.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"xyzzyq" not in body, address


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7"])
def test_another_host_name_is_refused(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123", "[::1]:8123"])
def test_the_names_of_this_computer_are_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_form_without_its_token_is_refused_and_changes_nothing(home, person):
    from gutline.store.queries import day_page

    checked = signed_in(home, checks=True)
    for address in ("/log/", "/eat/", "/mark/", "/undo/", "/out/", "/demo/load/", "/start/"):
        answer = checked.post(address, {"kind": "symptom", "name": "back pain", "value": "3"})
        assert answer.status_code == 403, address
    assert day_page(person, NOW.date()).records == ()
    assert checked.get("/").status_code == 200


def test_a_form_with_its_token_is_taken(home, person):
    checked = signed_in(home, checks=True)
    checked.get("/")
    token = checked.cookies["gutline_csrf"].value
    form = {"kind": "symptom", "name": "back pain", "value": "3", "csrfmiddlewaretoken": token}
    assert checked.post("/log/", form).status_code == 302


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/nowhere/", 404),
        ("/entry/999/", 404),
        ("/log/", 405),
        ("/day/2026-02-30/", 404),
    ],
)
def test_every_answer_says_what_the_browser_may_do(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_our_own_fault_is_a_plain_page_with_the_headers_and_no_trace(client, monkeypatch, caplog):
    from gutline.web.pages import today

    def broken(*_args, **_kwargs):
        raise RuntimeError("canary-of-a-secret")

    monkeypatch.setattr(today, "today_page", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "canary" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]


def test_a_fault_is_written_down_without_what_it_says():
    import io
    import logging

    from gutline.web.fault_log import write_faults

    stream = io.StringIO()
    write_faults(logging.StreamHandler(stream))
    logger = logging.getLogger("django.request")
    try:
        int("canary-of-a-secret")
    except ValueError:
        logger.exception("Internal Server Error: /entry/canary/")
    logger.handlers = []
    logger.propagate = True
    assert "ValueError" in stream.getvalue()
    assert "test_sign_in.py" in stream.getvalue()
    assert "canary" not in stream.getvalue()


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post("/eat/", {"text": "x" * (5 * 1024 * 1024)})
    assert answer.status_code in {400, 413}
    assert answer.headers["Content-Security-Policy"]


def test_files_are_kept_for_good_under_names_that_change_with_them(stranger):
    from gutline.web.assets import asset_url, assets

    for name in assets():
        answer = stranger.get(asset_url(name), headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert stranger.get("/static/gutline/page.0000000000.css").status_code == 404
    assert stranger.get("/static/../settings.py").status_code in {400, 404}


def test_a_squeezed_file_is_the_same_file(stranger):
    import gzip

    from gutline.web.assets import asset_url, assets

    url = asset_url("gutline/page.css")
    plain = stranger.get(url)
    squeezed = stranger.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.content) == plain.content == assets()["gutline/page.css"].plain


def test_a_file_that_is_not_there_is_named():
    from gutline.web.assets import asset_url

    with pytest.raises(LookupError, match=r"no file 'gutline/none\.css'"):
        asset_url("gutline/none.css")


def test_no_style_or_script_stands_in_a_template():
    import re
    from pathlib import Path

    import gutline.web

    folder = Path(gutline.web.__file__).parent / "templates"
    templates = sorted(folder.rglob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), path
        assert "http://" not in text.replace("http://www.w3.org", ""), path
        assert "https://" not in text, path

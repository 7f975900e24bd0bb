"""Several people on one server: each signs in, and nobody reaches what is another's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import shutil
import struct
import time

import pytest

from tests.web.shared_server import Browser, account, new_accounts, shared
from tests.web.test_access_matrix import HARMLESS, OPEN, filled, names_in, routes

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
CANARY = "canary soup"
NAMES = ("anna", "bert", "carl", "dora", "emil", "fred", "gina", "hugo")
DOORS = {"account/in/", "account/in/second/", "account/in/passkey/"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with the accounts of anna and bert; their passwords are in `passwords`."""
    folder = tmp_path_factory.mktemp("shared")
    home = folder / "home"
    passwords = new_accounts(home, *NAMES)
    with shared(home, folder) as journal:
        journal.passwords = passwords  # type: ignore[attr-defined]
        yield journal


@pytest.fixture(scope="module")
def anna(server):
    return signed_in(server, "anna")


@pytest.fixture(scope="module")
def bert(server):
    return signed_in(server, "bert")


def signed_in(server, name):
    browser = Browser(server.url)
    answer = browser.sign_in(name, server.passwords[name])
    assert (answer.status, answer.location) == (302, "/"), answer.text
    browser.post("/start/", skip="1")
    return browser


@pytest.fixture(scope="module")
def things(anna):
    """What anna has: an entry, a token; each with a canary."""
    anna.post("/log/", kind="food", name=CANARY, value="1", unit="serving")
    entry = re.search(r"/entry/(\d+)/", anna.get("/").text)
    made = anna.post("/settings/tokens/", token_name=CANARY, scopes="log")
    digest = re.search(r"/settings/tokens/(\w+)/revoke/", made.text)
    assert entry is not None
    assert digest is not None
    return {**HARMLESS, "key": entry[1], "entry": entry[1], "digest": digest[1], "pk": "1"}


def known_routes():
    """The addresses of the pages whose parts are known here, and those of signing in."""
    known = {"key", "entry", "digest", *HARMLESS}
    found = [route for route in routes() if set(names_in(route)) <= known]
    own = ["account/", "account/password/", "account/again/", "account/again/code/",
           "account/again/passkey/", "account/app/", "account/codes/", "account/codes/new/",
           "account/passkeys/", "account/passkeys/add/", "account/passkeys/<int:pk>/remove/"]  # fmt: skip
    return [route for route in found if route not in OPEN] + own


def test_a_stranger_gets_nothing_but_the_doors(server, things):
    stranger, wrong = Browser(server.url), []
    for route in known_routes():
        for method in ("GET", "POST"):
            answer = stranger.ask(
                method, filled(route, things), "{}", **{"Content-Type": "application/json"}
            )
            if answer.status not in {403, 404, 405} or CANARY in answer.text:
                wrong.append((method, route, answer.status))
    assert wrong == []
    assert "Sign in" in stranger.get("/").text
    for door in DOORS:
        assert stranger.get(f"/{door}").status in {200, 302}


def test_another_account_sees_nothing_and_reaches_nothing_of_mine(server, bert, things):
    wrong = []
    for route in known_routes():
        if route in {"out/", "settings/erase/"}:
            continue
        answer = bert.get(filled(route, things))
        own = {"key", "entry", "digest"} & set(names_in(route))
        refused = answer.status in {404, 405} if own else answer.status < 500
        if CANARY in answer.text or not refused:
            wrong.append((route, answer.status))
    assert wrong == []


def test_another_account_changes_nothing_of_mine(anna, bert, things):
    key, digest = things["entry"], things["digest"]
    for answer in (
        bert.post(f"/entry/{key}/", name="taken", value="2", day="2026-03-01"),
        bert.post(f"/entry/{key}/remove/"),
        bert.post("/deleted/bring-back/", entry=key),
        bert.post("/undo/", keys=key, verb="kept"),
        bert.post(f"/settings/tokens/{digest}/revoke/"),
        bert.ask("DELETE", f"/api/entries/{key}", **{"X-CSRFToken": bert.cookies["gutline_csrf"]}),
        bert.ask("PATCH", f"/api/entries/{key}", '{"value": 3}', **{
            "X-CSRFToken": bert.cookies["gutline_csrf"], "Content-Type": "application/json"}),
    ):  # fmt: skip
        assert answer.status == 404, answer.text
    assert CANARY in anna.get("/").text
    assert CANARY in anna.get("/settings/").text


def test_each_account_has_a_diary_and_foods_of_its_own(anna, bert):
    bert.post("/settings/foods/add/", name="xyzzyq loaf", tag="dairy")
    assert "xyzzyq" in bert.get("/settings/foods/").text
    assert "xyzzyq" not in anna.get("/settings/foods/").text
    known = re.compile(r"<summary>\s*xyzzyq loaf")
    assert known.search(bert.post("/eat/understood/", text="xyzzyq loaf").text)
    assert not known.search(anna.post("/eat/understood/", text="xyzzyq loaf").text)
    assert anna.get("/api/session").text != bert.get("/api/session").text


def test_a_token_opens_its_own_diary_alone(server, bert, things):
    made = bert.post("/settings/tokens/", token_name="phone", scopes=["log", "read"])  # noqa: S106
    secret = re.search(r'id="new-token">([^<]+)<', made.text)
    assert secret is not None
    bearer = {"Authorization": f"Bearer {secret[1]}"}
    program = Browser(server.url)
    entry = {"kind": "food", "name": "bread", "value": 1}
    kept = program.send("/api/entries", entry, **{**bearer, "Idempotency-Key": "k1"})
    assert kept.status == 201, kept.text
    assert program.get(f"/api/entries/{things['entry']}", **bearer).status == 404


def test_what_is_everybodys_is_out_of_reach_on_the_pages(bert):
    twice = dict.fromkeys(("passphrase", "passphrase_again"), "long enough?")
    assert bert.post("/settings/backup/", **twice).status == 404
    assert bert.post("/demo/load/").status == 404
    text = bert.get("/settings/").text
    assert "Download a backup" not in text
    assert "made-up diary" not in text
    assert "Everything as JSON" in text


def test_links_and_cookies_of_the_other_mode_open_nothing(server):
    from datetime import UTC, datetime

    from gutline.web.sign_ins import SignIns

    sign_ins = SignIns(server.home)
    now = datetime.now(UTC)
    assert Browser(server.url).get(f"/in/{sign_ins.new_link(now)}/").status == 404
    cookie = sign_ins.redeem(sign_ins.new_link(now), now) or ""
    assert cookie
    assert Browser(server.url, {"gutline_sign_in": cookie}).get("/").status == 403


def test_a_wrong_password_and_an_unknown_name_are_told_alike(server):
    one = Browser(server.url).sign_in("anna", "wrong password")
    other = Browser(server.url).sign_in("nobody-of-that-name", "wrong password")
    assert one.status == other.status == 200
    said = [re.search(r'role="alert">([^<]+)<', answer.text)[1] for answer in (one, other)]
    assert said[0] == said[1]


def test_nobody_makes_an_account_on_the_pages(server):
    for path in ("/account/signup/", "/accounts/signup/", "/account/new/", "/signup/"):
        assert Browser(server.url).get(path).status in {403, 404}


def test_cookies_are_kept_from_scripts_and_never_sent_in_the_open(server):
    browser = Browser(server.url)
    answer = browser.sign_in("anna", server.passwords["anna"])
    session = next(line for line in answer.set_cookies if "gutline_session" in line)
    assert "Secure" in session
    assert "HttpOnly" in session
    assert all("Secure" in line for line in answer.set_cookies)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].count("no-store") == 1


def test_a_session_is_a_new_one_after_signing_in_and_none_after_signing_out(server):
    browser = Browser(server.url, {"gutline_session": "a" * 32})
    browser.sign_in("anna", server.passwords["anna"])
    kept = browser.cookies["gutline_session"]
    assert kept != "a" * 32
    assert browser.get("/settings/").status == 200
    out = browser.post("/out/")
    assert out.status == 200
    assert "Clear-Site-Data" in out.headers
    assert Browser(server.url, {"gutline_session": kept}).get("/settings/").status == 403


def test_a_form_without_its_token_is_refused(server, anna):
    body = "kind=food&name=forged"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert anna.ask("POST", "/log/", body, **kind).status == 403
    assert Browser(server.url).ask("POST", "/account/in/", "login=anna", **kind).status == 403
    assert "forged" not in anna.get("/").text


def test_after_ten_wrong_passwords_even_the_right_one_waits(server):
    new = server.passwords["carl"]
    browser = Browser(server.url)
    for _ in range(10):
        browser.sign_in("carl", "wrong password")
    late = browser.sign_in("carl", new)
    assert late.location == ""
    assert "Too many" in late.text
    assert Browser(server.url).get("/").status == 403


def totp(secret: str, ahead: int = 0) -> str:
    """The code an app shows now, or so many half minutes later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_an_app_and_recovery_codes_are_asked_for_once_they_are_set_up(server):
    password = server.passwords["dora"]
    browser = Browser(server.url)
    browser.sign_in("dora", password)
    again = browser.get("/account/app/")
    assert again.location.startswith("/account/again/?next=")
    assert browser.post(again.location, password="wrong").status == 200  # noqa: S106
    assert browser.post(again.location, password=password).location == "/account/app/"
    page = browser.get("/account/app/")
    secret = re.search(r'id="secret">(\w+)<', page.text)
    assert secret is not None, page.location
    assert "data:image/svg+xml" in page.text
    assert browser.post("/account/app/", code="000000").status == 200
    # Of a phone whose clock is ahead, so that it does not matter when half a minute is over.
    assert browser.post("/account/app/", code=totp(secret[1], ahead=4)).status == 200
    done = browser.post("/account/app/", code=totp(secret[1], ahead=1))
    assert done.location == "/account/codes/"
    codes = re.findall(r"<li><code>(\d+)</code>", browser.get("/account/codes/").text)
    assert len(codes) == 10

    second = Browser(server.url)
    assert second.sign_in("dora", password).location.startswith("/account/in/second/")
    assert second.get("/").status == 403
    assert "authenticator app" in second.get("/account/in/second/").text
    assert second.post("/account/in/second/", code="123456").status == 200
    assert second.get("/").status == 403
    assert second.post("/account/in/second/", code=codes[0]).location == "/"
    assert second.get("/settings/").status == 200

    third = Browser(server.url)
    third.sign_in("dora", password)
    assert third.post("/account/in/second/", code=codes[0]).status == 200
    assert third.get("/").status == 403
    assert "totp" in account(server.home, "list")


def test_a_lost_phone_is_helped_by_the_owner_and_old_sign_ins_end(server):
    password = server.passwords["emil"]
    browser = Browser(server.url)
    browser.sign_in("emil", password)
    assert browser.get("/settings/").status == 200
    said = account(server.home, "password emil --forget-keys")
    new = re.search(r"^    (\S+)", said, re.MULTILINE)
    assert new is not None
    assert browser.get("/settings/").status == 403
    assert Browser(server.url).sign_in("emil", password).location == ""
    assert Browser(server.url).sign_in("emil", new[1]).location == "/"


def test_a_password_is_changed_on_the_pages_and_a_weak_one_is_not_taken(server):
    password = server.passwords["fred"]
    browser = Browser(server.url)
    browser.sign_in("fred", password)
    weak = {"oldpassword": password, "password1": "password12", "password2": "password12"}
    assert "too common" in browser.post("/account/password/", **weak).text
    strong = {"oldpassword": password, "password1": "plum-otter-7", "password2": "plum-otter-7"}
    assert browser.post("/account/password/", **strong).status == 302
    assert browser.get("/settings/").status == 200
    assert Browser(server.url).sign_in("fred", "plum-otter-7").location == "/"


def test_erasing_takes_my_diary_and_my_account_and_nobody_elses(server, anna, things):
    password = server.passwords["gina"]
    browser = Browser(server.url)
    browser.sign_in("gina", password)
    browser.post("/start/", skip="1")
    browser.post("/log/", kind="food", name="ginas secret soup")
    page = browser.get("/settings/erase/")
    assert "1 entry goes" in page.text
    assert "your account" in page.text
    gone = browser.post("/settings/erase/", word="erase")
    assert "Everything is erased" in gone.text
    assert Browser(server.url).sign_in("gina", password).location == ""
    assert "gina" not in account(server.home, "list")
    for path in server.home.glob("gutline.db*"):
        assert b"ginas secret soup" not in path.read_bytes()
    assert CANARY in anna.get("/").text


def test_an_account_is_removed_by_the_owner_after_a_question(server):
    said = account(
        server.home, "remove hugo", "list", "remove hugo --yes", "list", "remove hugo --yes"
    )
    before, _, after = said.partition("The account hugo is gone")
    assert "Abort" in before
    assert "hugo  never signed in" in before
    assert "no account 'hugo'" in after
    assert after.count("hugo") == 1


def test_an_account_that_cannot_be_is_refused(server):
    said = account(server.home, "add anna", "add ''", "add 'a b<c>'", "add kim --zone Mars/Base")
    for reason in ("already exists", "blank", "valid username", "Mars/Base"):
        assert reason in said
    assert "kim" not in account(server.home, "list")


def test_a_diary_kept_without_an_account_is_handed_over(tmp_path):
    from tests.web.filled import filled as with_a_fortnight

    home = with_a_fortnight(tmp_path / "home")
    said = account(home, "add ina --take-diary", "add jan --take-diary", "list")
    assert said.count("no diary here without an account") == 1
    assert "ina  never signed in  password alone" in said
    assert "jan  " not in said

"""How reminders are mailed: what may be set, and the file that holds it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.cli.mail_settings import (
    MailSettings,
    MailSettingsError,
    checked,
    is_address,
    is_this_computer,
    load_mail,
    save_mail,
)

SECRET = "Xq7-secret"  # noqa: S105 - of nobody
GOOD = MailSettings(
    "you@example.org", "mail.example.org", 587, "starttls", "me@example.org", "me", SECRET
)
ADDRESSES = (
    "a@b",
    "first.last+plan@mail.example.org",
    "o'neil_x@example.org",
    "you@xn--bcher-kva.example",
)
NO_ADDRESSES = (
    "", "you", "@example.org", "you@", "you@@example.org", "a..b@example.org", ".a@example.org",
    "a.@example.org", "you@-x.org", "you@example..org", "you@example.org\n", "you@exam\nple.org",
    "you@example.org\r\nBcc: all@example.org", "\nyou@example.org", "You <you@example.org>",
    "you@example.org, she@example.org", "you@example.org she@example.org", '"a b"@example.org',
    "you@[192.0.2.1]", "yöu@example.org", "you@exämple.org", "you\x00@example.org", "a" * 65 + "@b",
    "a@" + ".".join(["b" * 60] * 5), "<you@example.org>", "you@example.org>", "you@example.org ",
)  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_a_plain_address_is_one(text):
    assert is_address(text)
    assert checked(replace(GOOD, to=text, sender=text)).to == text


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_anything_else_is_none_and_said_in_one_line(text):
    assert not is_address(text)
    for changed, option in (
        (replace(GOOD, to=text), "--to"),
        (replace(GOOD, sender=text), "--from"),
    ):
        with pytest.raises(MailSettingsError) as told:
            checked(changed)
        assert str(told.value).startswith(f"{option} ")
        assert str(told.value).isprintable()


@given(st.text(max_size=40))
def test_no_text_at_all_brings_a_line_or_a_second_address_with_it(text):
    if is_address(text):
        assert text.isascii()
        assert not set(text) & set('\r\n\x00 ,;:<>()[]"\\')
        assert text.count("@") == 1


@pytest.mark.parametrize(
    "host",
    ["", "mail example", "mail.example.org\r\nQUIT", "a..b", "-x", "http://mail.example.org", "mail:25",
     "mäil.example", "fe80::1%eth0", "x" * 300, "[::1]"],
)  # fmt: skip
def test_a_host_that_is_none_is_refused(host):
    with pytest.raises(MailSettingsError, match="--host"):
        checked(replace(GOOD, host=host))


@pytest.mark.parametrize("host", ["localhost", "mail.example.org", "192.0.2.1", "2001:db8::1"])
def test_a_host_is_a_name_or_a_number(host):
    assert checked(replace(GOOD, host=host)).host == host


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"security": "ssl"}, "starttls, tls, none"),
        ({"port": 0}, "1 to 65535"),
        ({"port": 65536}, "1 to 65535"),
        ({"user": ""}, "both or neither"),
        ({"password": ""}, "both or neither"),
        ({"user": "me\r\nQUIT"}, "--user has signs"),
        ({"user": "mé"}, "--user has signs"),
        ({"password": f"{SECRET}\x00"}, "the password has signs"),
        ({"password": f"{SECRET}ß"}, "the password has signs"),
        ({"password": SECRET * 200}, "the password has signs"),
        ({"security": "none"}, "could be read on the way"),
        ({"security": "none", "host": "192.0.2.1"}, "could be read on the way"),
        ({"security": "none", "host": "localhost.example.org"}, "could be read on the way"),
    ],
)
def test_what_cannot_be_is_refused_without_telling_the_password(changed, said):
    with pytest.raises(MailSettingsError, match=said) as told:
        checked(replace(GOOD, **changed))
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.3.2.1", "::1"])
def test_on_this_computer_a_password_may_go_unencrypted(host):
    assert is_this_computer(host)
    assert checked(replace(GOOD, host=host, security="none")).password == SECRET


def test_without_a_login_a_server_in_the_house_may_be_plain():
    plain = replace(GOOD, security="none", user="", password="")
    assert checked(plain) is plain


def test_the_password_is_in_no_words():
    assert SECRET not in repr(GOOD) + str(GOOD) + GOOD.told() + f"{[GOOD]}"
    assert "signed in as me" in GOOD.told()


# --- the file -----------------------------------------------------------------------------------


def test_what_is_kept_is_read_again_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "mail-1.json"
    assert load_mail(path) is None
    save_mail(path, GOOD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_mail(path) == GOOD
    assert [one.name for one in tmp_path.iterdir()] == ["mail-1.json"]


def test_a_file_that_was_opened_to_others_is_closed_again(tmp_path):
    path = tmp_path / "mail-1.json"
    save_mail(path, GOOD)
    path.chmod(0o644)
    assert load_mail(path) == GOOD
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_earlier_file_that_others_could_read_is_replaced_by_one_they_cannot(tmp_path):
    path = tmp_path / "mail-1.json"
    path.write_text("{}")
    path.chmod(0o644)
    save_mail(path, GOOD)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"to": "you@example.org"}', b"[" * 100_000,
     json.dumps({"to": 1, "host": "x", "port": 25, "security": "none", "sender": "a@b", "user": "", "password": ""}).encode(),
     json.dumps({"to": "a@b", "host": "x", "port": True, "security": "none", "sender": "a@b", "user": "", "password": ""}).encode(),
     json.dumps({"to": "a@b", "host": "x", "port": 25, "security": "none", "sender": "a@b", "user": "", "password": "", "bcc": "c@d"}).encode()],
)  # fmt: skip
def test_a_damaged_file_says_how_to_begin_anew(tmp_path, data):
    path = tmp_path / "mail-1.json"
    path.write_bytes(data)
    with pytest.raises(MailSettingsError, match="is damaged; set it up with"):
        load_mail(path)


def test_a_file_changed_by_hand_is_held_to_the_same_rules(tmp_path):
    path = tmp_path / "mail-1.json"
    save_mail(path, replace(GOOD, security="none"))
    with pytest.raises(MailSettingsError, match="was changed: with --security none") as told:
        load_mail(path)
    assert SECRET not in str(told.value)


def test_a_folder_in_its_place_is_told(tmp_path):
    (tmp_path / "mail-1.json").mkdir(mode=0o700)
    with pytest.raises(MailSettingsError, match="cannot be read"):
        load_mail(tmp_path / "mail-1.json")

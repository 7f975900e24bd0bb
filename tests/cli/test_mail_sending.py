"""One message by SMTP: what goes over the line, and what is known when something goes wrong."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import default

import pytest

from gutline.cli import mail_sending
from gutline.cli.mail_sending import MailError, MailUnknownError, composed, send
from gutline.cli.mail_settings import MailSettings
from tests.cli.mail_server import Manners, serving

NOW = datetime(2026, 3, 1, 13, 5, tzinfo=timezone(timedelta(hours=1)))
SECRET = "Xq7-secret"  # noqa: S105 - of nobody


def plain(manners, **changed):
    settings = MailSettings(
        "you@example.org", "127.0.0.1", manners.port, "none", "plan@example.org"
    )
    return replace(settings, **changed)


def sent(settings, text="It is due.\n", **options):
    send(settings, composed(settings, "Due", text, NOW), **options)


def text_in(data):
    """The text of a message, with the ends of lines of this computer."""
    return message_from_bytes(data, policy=default).get_content().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that nobody vouches for, and how to serve with it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-days", "2", "-keyout", str(key), "-out", str(cert)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


# --- what goes over the line --------------------------------------------------------------------


def test_a_message_arrives_with_nothing_but_what_it_needs(monkeypatch):
    monkeypatch.setattr(socket, "getfqdn", lambda name="": "annas-laptop.example.net")
    with serving(Manners()) as manners:
        sent(plain(manners))
    (data,) = manners.taken
    message = message_from_bytes(data, policy=default)
    assert text_in(data) == "It is due.\n"
    assert sorted(name for name, _ in message.items()) == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
        "Message-ID", "Subject", "To",
    ]  # fmt: skip
    assert message["Date"] == "Sun, 01 Mar 2026 12:05:00 +0000"
    assert message["Message-ID"].endswith("@example.org>")
    assert manners.heard == [
        "ehlo [127.0.0.1]", "mail FROM:<plan@example.org>", "rcpt TO:<you@example.org>", "DATA", "quit",
    ]  # fmt: skip
    assert b"laptop" not in data


@pytest.mark.parametrize(
    "text",
    [
        ".\n",
        "..\n",
        ".hidden\n\n.\nQUIT\n",
        "From me\n",
        "grüner Tee ☕ café\n",
        "=20 = 3D\n",
        "x" * 2000 + "\n",
        "\n",
    ],
)
def test_any_text_arrives_as_it_was(text):
    with serving(Manners()) as manners:
        sent(plain(manners), text)
    (data,) = manners.taken
    assert text_in(data) == text
    assert max(map(len, data.splitlines())) <= 998
    assert data.isascii()


def test_two_messages_have_names_of_their_own():
    with serving(Manners()) as manners:
        sent(plain(manners))
        sent(plain(manners))
    first, second = (message_from_bytes(data)["Message-ID"] for data in manners.taken)
    assert first != second


@pytest.mark.parametrize("at_once", [False, True])
def test_over_tls_the_login_and_the_text_are_sent_safely(certificate, monkeypatch, at_once):
    cert, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    offers = ("AUTH PLAIN",) if at_once else ("STARTTLS", "AUTH PLAIN")
    with serving(Manners(offers=offers, context=context, at_once=at_once)) as manners:
        security = "tls" if at_once else "starttls"
        sent(plain(manners, host="localhost", security=security, user="me", password=SECRET))
    assert manners.logins == [b"\0me\0" + SECRET.encode()]
    assert manners.safe == [True]
    if not at_once:
        assert manners.heard[1] == "STARTTLS"


def test_a_login_on_this_computer_may_be_plain():
    with serving(Manners(offers=("AUTH PLAIN",))) as manners:
        sent(plain(manners, user="me", password=SECRET))
    assert manners.logins == [b"\0me\0" + SECRET.encode()]
    assert len(manners.taken) == 1


# --- certainly not sent -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manners", "said"),
    [
        (Manners(says={"GREETING": "554 go away"}), "refused the message (554 go away)"),
        (Manners(says={"MAIL": "550 not you"}), "refused the message (550 not you)"),
        (Manners(says={"MAIL": "354 go on"}), "refused the message (354 go on)"),
        (Manners(says={"RCPT": "550 no such person"}), "refused the message (550 no such person)"),
        (Manners(says={"RCPT": "450 later"}), "refused the message (450 later)"),
        (Manners(says={"RCPT": "550 \x1b[31mred\x07"}), "refused the message (550  [31mred)"),
        (Manners(says={"DATA": "421 busy"}), "refused the message (421 busy)"),
        (Manners(says={"DATA": "250 what text"}), "refused the message (250 what text)"),
        (Manners(says={"TEXT": "451 grey"}), "refused the message (451 grey)"),
        (Manners(says={"TEXT": "554 spam " + "x" * 500}), "refused the message (554 spam xxx"),
        (Manners(breaks="GREETING"), "broke off"),
        (Manners(breaks="EHLO"), "broke off"),
        (Manners(breaks="MAIL"), "broke off"),
        (Manners(breaks="RCPT"), "broke off"),
        (Manners(breaks="DATA"), "broke off"),
        (Manners(says={"GREETING": "hello, I am no mail server"}), "answers what no mail server does"),
    ],
)  # fmt: skip
def test_a_refusal_before_the_text_was_taken_is_certain(manners, said):
    with serving(manners), pytest.raises(MailError) as told:
        sent(plain(manners))
    assert said in str(told.value)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 250


@pytest.mark.parametrize("word", ["GREETING", "EHLO", "RCPT", "DATA"])
def test_a_server_that_says_nothing_is_not_waited_for_long(monkeypatch, word):
    assert mail_sending.PATIENCE_S == 10
    monkeypatch.setattr(mail_sending, "PATIENCE_S", 0.1)
    with serving(Manners(sleeps=word)) as manners, pytest.raises(MailError) as told:
        sent(plain(manners))
    assert "did not answer within 0.1 seconds" in str(told.value)


def test_a_server_that_answers_by_drops_ends_too():
    start = time.monotonic()
    with serving(Manners(drips=True)) as manners, pytest.raises(MailError):
        sent(plain(manners), whole_s=0.2)
    assert time.monotonic() - start < 15  # the server itself would drip for much longer


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_where_nobody_answers_the_place_is_named():
    port = free_port()
    with pytest.raises(MailError, match=f"nobody answers at 127.0.0.1:{port}"):
        sent(plain(Manners(port=port)))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(-2, "not known"), "the server 127.0.0.1 is not found"),
        (TimeoutError("timed out"), "did not answer within 10 seconds"),
        (OSError(101, "Network is unreachable"), "cannot be reached (Network is unreachable)"),
        (ConnectionResetError(), "cannot be reached (it broke off)"),
        (UnicodeError("label too long"), "answers what no mail server does"),
    ],
)
def test_a_network_that_fails_is_told_in_a_sentence(monkeypatch, error, said):
    def fail(*args, **options):
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)
    with pytest.raises(MailError) as told:
        sent(plain(Manners(port=25)))
    assert said in str(told.value)


# --- logins and certificates --------------------------------------------------------------------


def test_a_refused_login_never_tells_the_password_though_the_server_does():
    says = {"AUTH": f"535 wrong password {SECRET}"}
    manners = Manners(offers=("AUTH PLAIN",), says=says)
    with serving(manners), pytest.raises(MailError) as told:
        sent(plain(manners, user="me", password=SECRET))
    assert "refused the login of me (535)" in str(told.value)
    assert SECRET not in str(told.value)
    assert manners.taken == []


def test_a_server_that_says_the_password_later_is_not_quoted():
    manners = Manners(offers=("AUTH PLAIN",), says={"RCPT": f"550 you are {SECRET}"})
    with serving(manners), pytest.raises(MailError) as told:
        sent(plain(manners, user="me", password=SECRET))
    assert str(told.value) == "127.0.0.1 refused the message (550)"


@pytest.mark.parametrize(
    ("offers", "says"),
    [
        ((), {}),
        (("AUTH GSSAPI",), {}),
        (("AUTH CRAM-MD5",), {"AUTH": "334 ?"}),
    ],
)
def test_a_login_that_cannot_be_is_told(offers, says):
    manners = Manners(offers=offers, says=says)
    with serving(manners), pytest.raises(MailError) as told:
        sent(plain(manners, user="me", password=SECRET))
    assert SECRET not in str(told.value)
    assert manners.taken == []


def test_where_no_encryption_is_offered_nothing_is_sent_at_all():
    with serving(Manners(offers=("AUTH PLAIN",))) as manners, pytest.raises(MailError) as told:
        sent(plain(manners, security="starttls", user="me", password=SECRET))
    assert "offers no encryption by STARTTLS" in str(told.value)
    assert manners.heard == ["ehlo [127.0.0.1]"]


@pytest.mark.parametrize("at_once", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, at_once):
    _, context = certificate
    manners = Manners(offers=("STARTTLS", "AUTH PLAIN"), context=context, at_once=at_once)
    security = "tls" if at_once else "starttls"
    with serving(manners), pytest.raises(MailError) as told:
        sent(plain(manners, host="localhost", security=security, user="me", password=SECRET))
    assert "the certificate of localhost cannot be trusted" in str(told.value)
    assert (manners.logins, manners.taken) == ([], [])


def test_a_certificate_of_another_name_is_refused(certificate, monkeypatch):
    cert, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    manners = Manners(offers=("STARTTLS",), context=context)
    with serving(manners), pytest.raises(MailError, match=r"certificate of 127\.0\.0\.1"):
        sent(plain(manners, security="starttls"))


def test_a_server_without_tls_where_tls_was_asked_for_is_told():
    with serving(Manners()) as manners, pytest.raises(MailError, match="no safe connection"):
        sent(plain(manners, security="tls"))


# --- nobody knows -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "manners",
    [Manners(breaks="TEXT"), Manners(sleeps="TEXT"), Manners(says={"TEXT": "what?"}), Manners(says={"TEXT": "354 more"})],
    ids=["breaks", "sleeps", "gibberish", "wants more"],
)  # fmt: skip
def test_after_the_text_only_an_answer_tells(monkeypatch, manners):
    monkeypatch.setattr(mail_sending, "PATIENCE_S", 0.2)
    with serving(manners), pytest.raises(MailUnknownError, match="is not known"):
        sent(plain(manners))
    assert len(manners.taken) == 1


@pytest.mark.parametrize(
    "manners",
    [
        Manners(breaks="QUIT"),
        Manners(says={"QUIT": "500 no"}),
        Manners(says={"TEXT": "251 so be it"}),
    ],
)
def test_once_it_is_taken_nothing_else_matters(manners):
    with serving(manners):
        sent(plain(manners))
    assert len(manners.taken) == 1


def test_the_clock_of_a_message_is_the_one_that_was_handed_in():
    settings = plain(Manners(port=25))
    made = composed(settings, "Due", "x\n", datetime(2027, 1, 2, tzinfo=UTC))
    assert made["Date"] == "Sat, 02 Jan 2027 00:00:00 +0000"

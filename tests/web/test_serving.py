"""The served journal: where it listens, how little work that is, and that it ends well."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.effort import cpu_s, ended_cpu_s, yardstick
from tests.web.served import served


def opener():
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def test_a_new_home_is_served_on_this_computer_alone(tmp_path):
    with served(tmp_path / "home") as journal:
        assert journal.url.startswith("http://127.0.0.1:")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            opener().open(journal.url + "/")
        browser = opener()
        with browser.open(journal.link) as answer:
            assert "Three questions" in answer.read().decode()
            assert answer.headers["Server"] is None
            assert answer.headers["Content-Security-Policy"]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            opener().open(journal.link)
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    assert journal.process.returncode == 0


@pytest.mark.slow
def test_a_later_start_and_its_first_page_are_little_work(tmp_path):
    took = []
    for _ in range(3):
        before = ended_cpu_s()
        with served(tmp_path / "home") as journal:
            opener().open(journal.link).close()
        took.append(ended_cpu_s() - before)
    assert min(took[1:]) < 200 * cpu_s(yardstick), took


def test_what_was_answered_is_there_after_a_kill(tmp_path):
    browser = opener()
    with served(tmp_path / "home") as journal:
        with browser.open(journal.link) as answer:
            token = answer.read().decode().partition('csrfmiddlewaretoken" value="')[2][:64]
        form = (
            f"csrfmiddlewaretoken={token}&kind=symptom&name=back+pain&value=6&at=2026-03-01T08:00"
        )
        browser.open(journal.url + "/log/", form.encode()).close()
        journal.kill()
    with served(tmp_path / "home") as journal:
        browser = opener()
        browser.open(journal.link).close()
        with browser.open(journal.url + "/day/2026-03-01/") as answer:
            assert "<b>back pain</b> 6" in answer.read().decode()


def test_a_port_in_use_is_named_when_it_was_asked_for():
    from gutline.web.serving import Place, ServingError, listening

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServingError, match="cannot be used"):
            listening(Place(port=taken.getsockname()[1]))


def test_the_next_port_is_taken_when_the_usual_one_is_in_use(monkeypatch):
    from gutline.web import serving

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(serving, "DEFAULT_PORT", port)
        listener, place = serving.listening(serving.Place(port=port))
        listener.close()
        assert place.port > port


def test_the_address_in_the_network_is_one_or_is_refused_in_words():
    from gutline.web.serving import ServingError, local_address

    try:
        found = local_address()
    except ServingError as error:
        found = "127.0.0.1" if "join one" in str(error) else ""
    assert socket.inet_aton(found)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of our own and its key."""
    folder = tmp_path_factory.mktemp("tls")
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-subj", "/CN=localhost", "-days", "2",
            "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


def test_over_tls_the_cookies_are_never_sent_without(tmp_path, certificate):
    cert, key = certificate
    trust = ssl.create_default_context(cafile=str(cert))
    trust.check_hostname = False
    options = ("--cert", str(cert), "--key", str(key))
    with served(tmp_path / "home", options=options) as journal:
        assert journal.url.startswith("https://127.0.0.1:")
        jar = CookieJar()
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar), urllib.request.HTTPSHandler(context=trust)
        )
        with browser.open(journal.link) as answer:
            assert "Three questions" in answer.read().decode()
        assert len(list(jar)) >= 2
        assert all(cookie.secure for cookie in jar)
        with socket.create_connection(("127.0.0.1", int(journal.url.rpartition(":")[2]))) as plain:
            plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert b"200" not in plain.recv(100)
        browser.open(journal.url + "/").close()
    assert journal.process.returncode == 0


NONSENSE = (
    b"GET / HTTP/1.0\r\nX: " + b"x" * 300_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nTransfer-Encoding: nonsense\r\n\r\n",
    b"GET / / HTTP/1.0\r\n\r\n",
)


def asked_raw(line, request):
    with line:
        line.settimeout(10)
        line.sendall(request)
        said = b""
        try:
            while piece := line.recv(4096):
                said += piece
        except OSError:
            pass
    return said


def test_what_the_server_answers_by_itself_is_as_strict_as_any_page(tmp_path):
    with served(tmp_path / "home") as journal:
        port = int(journal.url.rpartition(":")[2])
        for request in NONSENSE[:2]:
            said = asked_raw(socket.create_connection(("127.0.0.1", port)), request)
            assert said.split(b" ", 2)[1][:1] in {b"4", b"5"}, said[:200]
            assert b"Content-Security-Policy: default-src 'self'" in said
            assert b"X-Content-Type-Options: nosniff" in said
            assert b"Server:" not in said


def test_over_tls_too(tmp_path, certificate):
    cert, key = certificate
    trust = ssl.create_default_context(cafile=str(cert))
    trust.check_hostname = False
    with served(tmp_path / "home", options=("--cert", str(cert), "--key", str(key))) as journal:
        port = int(journal.url.rpartition(":")[2])
        line = trust.wrap_socket(socket.create_connection(("127.0.0.1", port)))
        said = asked_raw(line, NONSENSE[2])
        assert b" 400 " in said.splitlines()[0] or b" 505 " in said.splitlines()[0]
        assert b"Content-Security-Policy: default-src 'self'" in said


def test_a_certificate_without_its_key_is_refused_in_words(tmp_path, certificate):
    from click.testing import CliRunner

    from gutline.cli.program import program
    from gutline.web.serving import ServingError
    from gutline.web.tls import context_of

    cert, key = certificate
    told = CliRunner().invoke(program, ["serve", "--cert", str(cert)])
    assert told.exit_code == 2
    assert "belong together" in told.output
    with pytest.raises(ServingError, match="PEM form"):
        context_of(cert, tmp_path / "none.pem")
    with pytest.raises(ServingError, match="PEM form"):
        context_of(key, key)


def test_a_picture_of_the_link_can_be_read_by_a_phone(capsys):
    from gutline.cli.commands.serve import _show_code

    _show_code("http://192.0.2.7:8123/in/token/", tls=False)
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) > 12
    assert "not encrypted" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--accounts"], "needs https"),
        (["--accounts", "--phone", "--proxy", "--name", "a.example"], "neither --cert nor --phone"),
        (["--proxy"], "--proxy needs --name"),
        (["--listen", "0.0.0.0"], "lets other computers in"),  # noqa: S104
        (["--listen", "0.0.0.0", "--accounts", "--proxy", "--name", "a.example"], "lets other"),  # noqa: S104
    ],
)
def test_what_would_let_others_read_along_is_refused(options, said):
    from click.testing import CliRunner

    from gutline.cli.program import program

    told = CliRunner().invoke(program, ["serve", *options])
    assert told.exit_code == 2
    assert said in told.output


def test_a_proxy_on_this_computer_is_believed_and_its_name_answered(tmp_path):
    options = ("--proxy", "--name", "diary.example.org")
    with served(tmp_path / "home", options=options) as journal:
        assert journal.url == "https://diary.example.org"
        assert journal.link.startswith("https://diary.example.org/in/")


@pytest.mark.parametrize(
    ("environ", "seen"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)]
)
def test_a_browser_is_opened_only_where_it_can_be_seen(environ, seen, monkeypatch):
    from gutline.cli.commands import serve

    monkeypatch.setattr(sys, "platform", "linux")
    assert serve._has_screen(environ) is seen

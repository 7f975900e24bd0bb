"""`gutline plan mail` and `gutline plan remind --mail`: to the right address, once, and silent."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

import gutline
from gutline.cli import mail_sending
from gutline.routine.reminders import NOTHING_SAID, Reminder
from tests.cli.mail_server import Manners, serving
from tests.cli.test_journal import told

SECRET = "Xq7-secret"  # noqa: S105 - of nobody
TO = "you@example.org"
SET_UP = ("plan", "mail", "--to", TO, "--host", "localhost", "--user", "me", "--password-file")


@pytest.fixture
def midday(home, monkeypatch):
    """A home in a zone in which it is noon now, so that what is due hangs on no clock."""
    ahead = 12 - datetime.now(UTC).hour
    monkeypatch.setenv("TZ", f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")
    return home


@pytest.fixture
def due(midday, run):
    """A plan with two things for midday, one of them named after an ailment."""
    for name in ("diarrhoea diary", "walk"):
        told(run("plan", "add", name, "--at", "11:30", "--until", "15:00"))
    return midday


def set_up(run, manners, *options):
    where = ("--host", "127.0.0.1", "--port", str(manners.port), "--security", "none")
    return told(run("plan", "mail", "--to", TO, *where, *options))


def plan_of(home):
    from gutline.store.settings import configure

    configure(home)
    from gutline.store.queries.people import only_person
    from gutline.store.queries.routine import kept_plan

    person = only_person()
    assert person is not None
    return person.key, kept_plan(person.key).plan


def change_plan(home, **changed):
    person, plan = plan_of(home)
    from gutline.store.services.plan import keep_plan

    keep_plan(person, replace(plan, **changed), datetime.now(UTC))


def text_of(data):
    return message_from_bytes(data, policy=default).get_content().replace("\r\n", "\n")


# --- setting up ---------------------------------------------------------------------------------


def test_it_is_set_up_shown_and_forgotten_and_the_password_is_in_one_private_file(
    run, midday, tmp_path
):
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\nnot this line\n")
    options = ("--user", "me@example.org", "--password-file", str(file))
    first = told(run("plan", "mail", "--to", TO, "--host", "mail.example.org", *options))
    assert f"to {TO} from me@example.org through mail.example.org, port 587 (starttls)" in first
    shown = told(run("plan", "mail"))
    assert "signed in as me@example.org" in shown
    assert SECRET not in first + shown
    holding = [
        path
        for path in midday.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert [path.name for path in holding] == ["mail-1.json"]
    assert holding[0].stat().st_mode & 0o777 == 0o600
    assert json.loads(holding[0].read_bytes())["password"] == SECRET
    assert told(run("plan", "mail", "--off")) == "forgotten; nothing is mailed\n"
    assert not holding[0].exists()
    assert told(run("plan", "mail", "--off")) == "no e-mail was set up\n"
    assert "no e-mail is set up" in told(run("plan", "mail"))


def test_a_password_may_be_typed_and_is_not_shown(run, midday):
    asked = ("plan", "mail", "--to", TO, "--host", "mail.example.org", "--user", "me")
    answer = run(*asked, stdin=f"{SECRET}\n")
    assert answer.exit_code == 0
    assert SECRET not in answer.output
    assert json.loads((midday / "mail-1.json").read_bytes())["password"] == SECRET


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_usual_port_follows_from_the_security(run, midday, security, port):
    said = told(run("plan", "mail", "--to", TO, "--host", "localhost", "--security", security))
    assert f"port {port} ({security})" in said


def test_no_export_and_no_copy_of_the_diary_holds_it(run, midday, tmp_path):
    file = tmp_path / "password"
    file.write_text(SECRET)
    told(run(*SET_UP, str(file)))
    for kind in ("json", "csv"):
        told(run("export", "--to", str(tmp_path / f"out.{kind}")))
    data = b"".join(path.read_bytes() for path in tmp_path.glob("out.*"))
    data += b"".join(path.read_bytes() for path in midday.glob("gutline.db*"))
    assert data
    assert SECRET.encode() not in data
    assert TO.encode() not in data
    from gutline.store.services.backups import _own_catalog

    assert _own_catalog() == {}


def test_erasing_everything_takes_it_along(run, midday):
    told(run("plan", "mail", "--to", TO, "--host", "localhost"))
    from gutline.store.services.erasing import erase_everything

    erase_everything()
    assert list(midday.glob("mail*")) == []


def test_erasing_a_person_takes_their_own_along_and_no_other(run, midday):
    told(run("plan", "mail", "--to", TO, "--host", "localhost"))
    (midday / "mail-7.json").write_text("{}")
    person, _ = plan_of(midday)
    from gutline.store.services.erasing import erase_person

    erase_person(person)
    assert [path.name for path in midday.glob("mail*")] == ["mail-7.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", TO], "--to and --host are both needed"),
        (["--port", "25"], "--to and --host are both needed"),
        (["--to", "you@example.org\nBcc: all@example.org", "--host", "localhost"], "--to 'you@example.org\\nBcc"),
        (["--to", TO, "--host", "localhost", "--from", "a@b\r\nX: y"], "--from 'a@b\\r\\nX: y'"),
        (["--to", TO, "--host", "local\nhost"], "--host 'local\\nhost'"),
        (["--to", TO, "--host", "localhost", "--password-file", "x"], "is for a --user"),
        (["--to", TO, "--host", "localhost", "--user", "me", "--password-file", "gone"], "cannot be read from 'gone'"),
        (["--to", TO, "--host", "mail.example.org", "--user", "me", "--security", "none"], "could be read on the way"),
        (["--off", "--test"], "--off stands alone"),
        (["--off", "--to", TO], "--off stands alone"),
        (["--test"], "No e-mail is set up"),
        (["--port", "0"], "Invalid value"),
        (["--security", "ssl"], "Invalid value"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_up_is_said_and_nothing_is_kept(run, midday, words, said):
    answer = run("plan", "mail", *words, stdin=f"{SECRET}\n")
    assert said in " ".join(told(answer, 2).split())
    assert "went wrong inside" not in answer.output
    assert SECRET not in answer.output
    assert list(midday.glob("mail*")) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00", "it is not text"),
        (b"", "no password"),
        (b"\nx", "no password"),
        ("paß".encode(), "cannot be sent"),
    ],
)
def test_a_password_file_that_holds_none_is_told(run, midday, tmp_path, data, said):
    file = tmp_path / "password"
    file.write_bytes(data)
    assert said in " ".join(told(run(*SET_UP, str(file)), 2).split())


def test_a_test_is_sent_when_asked_for_and_says_nothing_of_a_diary(run, midday):
    with serving(Manners()) as manners:
        said = set_up(run, manners, "--test")
    assert said.splitlines()[-1] == f"a test is on its way to {TO}"
    (data,) = manners.taken
    assert "This is a test" in text_of(data)
    assert b"utline" not in data


def test_a_test_that_fails_leaves_what_was_set_up(run, midday):
    with serving(Manners(says={"RCPT": "550 nobody"})) as manners:
        where = ("--host", "127.0.0.1", "--port", str(manners.port), "--security", "none")
        answer = run("plan", "mail", "--to", TO, *where, "--test")
    assert "sends what is due" in answer.stdout
    assert "refused the message (550 nobody)" in told(answer, 2)
    assert (midday / "mail-1.json").exists()


# --- sending what is due ------------------------------------------------------------------------


def test_all_that_is_due_comes_in_one_message_once_and_says_nothing_of_health(run, due):
    with serving(Manners()) as manners:
        set_up(run, manners)
        assert manners.heard == []
        assert told(run("plan", "remind", "--mail")) == "mailed: 2\n"
        assert told(run("plan", "remind", "--mail")) == ""
        assert told(run("plan", "remind")) == ""
    (data,) = manners.taken
    message = message_from_bytes(data, policy=default)
    assert message["Subject"] == "Something of your plan is due"
    assert text_of(data) == "Something of your plan is due.\n"
    assert (message["To"], message["From"]) == (TO, TO)
    wire = data.lower() + "\n".join(manners.heard).lower().encode()
    for word in (
        b"diarrhoea",
        b"walk",
        b"gut",
        b"health",
        b"pain",
        b"remind",
        b"symptom",
        b"utline",
    ):
        assert word not in wire
    assert manners.heard.count("DATA") == 1


def test_names_come_when_they_are_allowed_and_never_in_the_subject(run, due):
    change_plan(due, names_in_reminders=True)
    with serving(Manners()) as manners:
        set_up(run, manners)
        told(run("plan", "remind", "--mail"))
    (data,) = manners.taken
    assert text_of(data) == "Something of your plan is due.\n\n- diarrhoea diary\n- walk\n"
    assert message_from_bytes(data)["Subject"] == "Something of your plan is due"


@pytest.mark.parametrize(
    "name",
    ["x\r\nBcc: all@example.org", "a\n.\nMAIL FROM:<x@y>", "\x1b[2J", "\u2028b\u202e", "é☕"],
)
def test_a_hostile_name_is_a_line_of_the_text_and_nothing_else(home, name):
    from gutline.store.settings import configure

    configure(home)
    from gutline.cli.plan_mail import SUBJECT
    from gutline.cli.plan_mail import text_of as made

    at = datetime(2026, 3, 1, tzinfo=UTC)
    one = Reminder("k", "x", date(2026, 3, 1), at, at, name)
    text = made([one, replace(one, words=NOTHING_SAID)])
    assert len(text.splitlines()) == 3
    assert text.splitlines()[0] == f"{SUBJECT}."
    assert text.splitlines()[2].startswith("- ")
    assert text.replace("\n", "").isprintable()


def test_with_nothing_due_nobody_is_called(run, midday):
    with serving(Manners()) as manners:
        set_up(run, manners)
        assert told(run("plan", "remind", "--mail")) == ""
    assert manners.heard == []


def test_nothing_is_noted_as_given_where_nothing_is_set_up(run, due):
    assert "No e-mail is set up" in told(run("plan", "remind", "--mail"), 2)
    (due / "mail-1.json").write_text("{")
    assert "is damaged" in told(run("plan", "remind", "--mail"), 2)
    assert told(run("plan", "remind")).count(NOTHING_SAID) == 2


def quiet(run, home, monkeypatch):
    change_plan(home, quiet_from=time(10), quiet_until=time(16))


def sick(run, home, monkeypatch):
    told(run("plan", "off", "sick"))


def done(run, home, monkeypatch):
    told(run("plan", "done", "walk"))
    told(run("plan", "skip", "diarrhoea diary"))


def emergency(run, home, monkeypatch):
    from gutline.safety.advice import Advice
    from gutline.store.queries import reminders

    now = Advice("x", "1", "x", "emergency", "Do this.", "", (), (), (), True, date(2026, 3, 1), "")  # fmt: skip
    monkeypatch.setattr(reminders, "standing_advice", lambda person, today: (now,))


def crisis(run, home, monkeypatch):
    from gutline.store.services.documents import keep_document

    person, _ = plan_of(home)
    day = datetime.now(UTC).date().isoformat()
    body = {"given": {"suicidal_thoughts": {"value": True, "day": day}},
            "round": None, "finished": None, "weekly": None, "skipped": None}  # fmt: skip
    keep_document(person, "answers", "check", body, datetime.now(UTC))


@pytest.mark.parametrize("silence", [quiet, sick, done, emergency, crisis])
def test_it_is_silent_when_other_reminders_are(run, due, monkeypatch, silence):
    with serving(Manners()) as manners:
        set_up(run, manners)
        silence(run, due, monkeypatch)
        assert told(run("plan", "remind", "--mail")) == ""
    assert manners.heard == []


# --- when it goes wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        Manners(says={"RCPT": "550 nobody"}),
        Manners(says={"TEXT": "451 later"}),
        Manners(breaks="DATA"),
        Manners(breaks="GREETING"),
    ],
    ids=["recipient", "text refused", "breaks before the text", "breaks at once"],
)
def test_what_was_certainly_not_sent_comes_with_the_next_run(run, due, wrong):
    with serving(wrong) as manners:
        set_up(run, manners)
        said = told(run("plan", "remind", "--mail"), 2)
    assert "the next run tries again while it is due" in said
    assert said.count("\n") == 1
    with serving(Manners()) as manners:
        set_up(run, manners)
        assert told(run("plan", "remind", "--mail")) == "mailed: 2\n"
        assert told(run("plan", "remind", "--mail")) == ""
    assert len(manners.taken) == 1


def test_a_refused_login_gives_back_too_and_the_password_stays_unsaid(run, due, tmp_path):
    file = tmp_path / "password"
    file.write_text(SECRET)
    with serving(Manners(offers=("AUTH PLAIN",), says={"AUTH": f"535 not {SECRET}"})) as manners:
        set_up(run, manners, "--user", "me", "--password-file", str(file))
        said = told(run("plan", "remind", "--mail"), 2)
    assert "refused the login of me (535)" in said
    assert SECRET not in said
    assert told(run("plan", "remind")).count(NOTHING_SAID) == 2


def test_a_server_that_is_not_there_gives_back(run, due):
    with serving(Manners()) as manners:
        set_up(run, manners)
    assert "nobody answers at 127.0.0.1" in told(run("plan", "remind", "--mail"), 2)
    assert told(run("plan", "remind")).count(NOTHING_SAID) == 2


@pytest.mark.parametrize(
    "wrong", [Manners(breaks="TEXT"), Manners(sleeps="TEXT")], ids=["breaks", "sleeps"]
)
def test_what_may_have_arrived_is_never_sent_again(run, due, monkeypatch, wrong):
    monkeypatch.setattr(mail_sending, "PATIENCE_S", 0.2)
    with serving(wrong) as manners:
        set_up(run, manners)
        said = told(run("plan", "remind", "--mail"), 2)
        assert "whether it came is not known" in said
        assert "not sent again" in said
        assert told(run("plan", "remind", "--mail")) == ""
    assert len(manners.taken) == 1
    assert told(run("plan", "remind")) == ""


def test_giving_back_that_fails_is_told_and_sends_nothing_twice(run, due, monkeypatch):
    from gutline.cli import plan_mail
    from gutline.store.errors import BusyError

    def busy(*args):
        raise BusyError("another program is writing")

    monkeypatch.setattr(plan_mail, "give_back_reminders", busy)
    with serving(Manners(says={"MAIL": "550 no"})) as manners:
        set_up(run, manners)
        said = told(run("plan", "remind", "--mail"), 2)
    assert "another program is writing" in said
    assert "not sent again" in said
    assert told(run("plan", "remind")) == ""


@pytest.mark.slow
def test_of_two_programs_at_the_same_moment_one_sends(run, due):
    command = [sys.executable, "-m", "gutline.cli", "plan", "remind", "--mail"]
    with serving(Manners()) as manners:
        set_up(run, manners)
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
            for _ in range(2)
        ]
        said = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sorted(said) == ["", "mailed: 2\n"]
    assert len(manners.taken) == 1


def test_where_several_people_keep_diaries_nobody_is_mailed_anothers(run, due):
    with serving(Manners()) as manners:
        set_up(run, manners)
        from gutline.store.services.people import add_person

        add_person("Europe/Berlin", datetime.now(UTC))
        assert "several people" in told(run("plan", "remind", "--mail"), 2)
    assert manners.heard == []


CALLERS = {"smtplib", "http.client", "urllib.request", "ftplib", "imaplib", "poplib", "requests",
           "httpx", "aiohttp", "urllib3"}  # fmt: skip


def test_one_module_alone_calls_other_computers():
    root = Path(gutline.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            if CALLERS & {*names, *(name.partition(".")[0] for name in names)}:
                found.add(path.relative_to(root).as_posix())
    assert found == {"cli/mail_sending.py"}


def test_reminders_as_such_load_no_mail():
    code = "import sys; import gutline.cli.commands.plan, gutline.routine.reminders\n"
    code += "heavy = {'smtplib', 'ssl', 'email', 'gutline.cli.plan_mail'} & set(sys.modules)\n"
    code += "assert not heavy, heavy"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)

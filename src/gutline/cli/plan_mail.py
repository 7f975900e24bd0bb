"""Mailing what is due of the plan: set up once, one message a run, each reminder at most once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gutline.cli.lines import printable
from gutline.cli.mail_sending import MailError, composed, send
from gutline.cli.mail_settings import (
    AGAIN,
    PORTS,
    MailSettings,
    checked,
    is_address,
    load_mail,
    save_mail,
)
from gutline.cli.refusal import RefusalError
from gutline.routine.reminders import NOTHING_SAID, Reminder
from gutline.store.errors import StoreError
from gutline.store.home import mail_place
from gutline.store.records import PersonRecord
from gutline.store.services.reminders import claim_reminders, give_back_reminders
from gutline.store.settings import current_home

SUBJECT = "Something of your plan is due"
"""Whatever names are allowed: it stands on screens that others see."""
_TEST = "A test"
_TEST_TEXT = "This is a test, sent as you asked. What is due of your plan will come like this.\n"
_LONGEST_SECRET = 4096


def mail_lines(person: PersonRecord, now: datetime, asked: Mapping[str, Any]) -> Iterator[str]:
    """Set up, show, test or forget how reminders are mailed; yield what was done, line by line.

    Raises
    ------
    RefusalError, MailSettingsError, MailError, MailUnknownError
        When that cannot be; what was set up is as it was, unless the test alone failed.
    """
    path = mail_place(current_home(), person.key)
    given = {name: asked[name] for name in _SET if asked[name] is not None}
    if asked["off"]:
        if given or asked["test"]:
            raise RefusalError("--off stands alone.")
        yield _forgotten(path)
        return
    if given:
        settings = checked(_settings(given))
        save_mail(path, settings)
        yield f"`gutline plan remind --mail` sends what is due {settings.told()}"
    if asked["test"]:
        settings = _kept(path)
        send(settings, composed(settings, _TEST, _TEST_TEXT, now))
        yield f"a test is on its way to {settings.to}"
    if not given and not asked["test"]:
        yield _shown(path)


_SET = ("to", "host", "port", "user", "password_file", "security", "sender")


def mail_due(person: PersonRecord, now: datetime) -> int:
    """Send what is due now, all in one message; return how many reminders that were.

    It is noted as given before it is sent, and given back when it certainly was not sent.

    Raises
    ------
    RefusalError, MailSettingsError
        When nothing was set up; nothing is noted then.
    MailError
        When it was not sent; the next run sends it.
    MailUnknownError
        When nobody knows; it is not sent again.
    """
    settings = _kept(mail_place(current_home(), person.key))
    reminders = claim_reminders(person.key, now)
    if not reminders:
        return 0
    try:
        send(settings, composed(settings, SUBJECT, text_of(reminders), now))
    except MailError as error:
        raise MailError(f"{error}; {_given_back(person, reminders, now)}") from None
    return len(reminders)


def text_of(reminders: Sequence[Reminder]) -> str:
    """Return the text of a message: names only where the person allowed them."""
    names = [one.words for one in reminders if one.words != NOTHING_SAID]
    lines = [f"{SUBJECT}.", *([""] if names else []), *(f"- {printable(name)}" for name in names)]
    return "\n".join(lines) + "\n"


def _given_back(person: PersonRecord, reminders: Sequence[Reminder], now: datetime) -> str:
    try:
        give_back_reminders(person.key, reminders, now)
    except StoreError as error:
        return f"it could not be noted that nothing was sent ({error}), so it is not sent again"
    return "nothing was sent, and the next run tries again while it is due"


def _settings(given: Mapping[str, Any]) -> MailSettings:
    if "to" not in given or "host" not in given:
        raise RefusalError("--to and --host are both needed; what was set up is as it was.")
    user, security = given.get("user", ""), given.get("security", "starttls")
    if "password_file" in given and not user:
        raise RefusalError("--password-file is for a --user; give both or neither.")
    sender = given.get("sender") or (user if is_address(user) else given["to"])
    plain = MailSettings(
        given["to"], given["host"], given.get("port", PORTS[security]), security, sender
    )
    checked(plain)
    if not user:
        return plain
    password = _password(given.get("password_file"))
    return MailSettings(
        plain.to, plain.host, plain.port, security, sender, user=user, password=password
    )


def _password(file: str | None) -> str:
    if file is None:
        asked: str = click.prompt("Password", hide_input=True, err=True)
        return asked
    try:
        with Path(file).open("rb") as stream:
            lines = stream.read(_LONGEST_SECRET).decode("utf-8").splitlines()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise RefusalError(f"The password cannot be read from {file!r}: {why}.") from None
    if not lines or not lines[0]:
        raise RefusalError(f"There is no password on the first line of {file!r}.")
    return lines[0]


def _kept(path: Path) -> MailSettings:
    found = load_mail(path)
    if found is None:
        raise RefusalError(f"No e-mail is set up; {AGAIN}.")
    return found


def _shown(path: Path) -> str:
    found = load_mail(path)
    return f"no e-mail is set up; {AGAIN}" if found is None else found.told()


def _forgotten(path: Path) -> str:
    there = path.exists() or path.is_symlink()
    path.unlink(missing_ok=True)
    return "forgotten; nothing is mailed" if there else "no e-mail was set up"

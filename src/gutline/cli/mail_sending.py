"""Sending one message by SMTP, and knowing afterwards whether it can have been taken.

Until the server has agreed to take the text, nothing was sent. From then on only its answer tells;
where there is none, nobody knows, and the message counts as sent: better none than two.
"""

from __future__ import annotations

import re
import secrets
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from threading import Timer

from gutline.cli.lines import printable
from gutline.cli.mail_settings import MailSettings

PATIENCE_S = 10.0
"""How long one answer of the server is waited for, in seconds."""
WHOLE_S = 60.0
"""How long all of it may take, in seconds; a server that answers by drops ends here."""
_CALLED = "[127.0.0.1]"
"""What this computer calls itself before the server: its own name is nobody's business."""
_GO_ON = 354
_DOTS = re.compile(rb"^\.", re.MULTILINE)
_LONGEST_ANSWER = 120


class MailError(ValueError):
    """A message was certainly not sent; the message says why and what to do."""


class MailUnknownError(ValueError):
    """A message was handed over, and the connection broke before the server said yes or no."""


def composed(settings: MailSettings, subject: str, text: str, now: datetime) -> EmailMessage:
    """Return a message that names nothing but the addresses, the subject and the text.

    Parameters
    ----------
    settings : MailSettings
    subject, text : str
    now : datetime
        The present, aware; told in UTC, which does not tell where somebody is.
    """
    message = EmailMessage(SMTP)
    message["From"] = settings.sender
    message["To"] = settings.to
    message["Subject"] = subject
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{settings.sender.rpartition('@')[2]}>"
    # So that nobody's holiday notice answers it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    return message


def send(settings: MailSettings, message: EmailMessage, *, whole_s: float = WHOLE_S) -> None:
    """Send a message, or say why not.

    Parameters
    ----------
    settings : MailSettings
    message : EmailMessage
    whole_s : float
        The most all of it may take, in seconds.

    Raises
    ------
    MailError
        When the server certainly did not take it.
    MailUnknownError
        When that is not known.
    """
    try:
        with _connected(settings, whole_s) as server:
            _hand_over(server, settings, message.as_bytes())
    except MailUnknownError:
        raise
    except (OSError, ValueError) as error:  # smtplib's own are of the first sort
        raise MailError(_why(error, settings)) from None


@contextmanager
def _connected(settings: MailSettings, whole_s: float) -> Iterator[smtplib.SMTP]:
    """Have a server that may be handed a message; afterwards nothing it does matters."""
    safe = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(local_hostname=_CALLED, timeout=PATIENCE_S, context=safe)
        if settings.security == "tls"
        else smtplib.SMTP(local_hostname=_CALLED, timeout=PATIENCE_S)
    )
    # smtplib asks for the certificate of the name that the object was made with.
    server._host = settings.host  # type: ignore[attr-defined]  # noqa: SLF001 - as its own __init__ does
    clock = Timer(whole_s, _cut, [server])
    clock.daemon = True
    clock.start()
    try:
        _greeted(server, settings, safe)
        yield server
        with suppress(OSError):
            server.quit()
    finally:
        clock.cancel()
        server.close()


def _greeted(server: smtplib.SMTP, settings: MailSettings, safe: ssl.SSLContext) -> None:
    code, said = server.connect(settings.host, settings.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)
    server.ehlo_or_helo_if_needed()
    if settings.security == "starttls":
        server.starttls(context=safe)
        server.ehlo_or_helo_if_needed()
    if settings.user:
        server.login(settings.user, settings.password)


def _hand_over(server: smtplib.SMTP, settings: MailSettings, data: bytes) -> None:
    _agreed(server.mail(settings.sender), 200, 299)
    _agreed(server.rcpt(settings.to), 200, 299)
    # A server that expects no text would read it as commands.
    _agreed(server.docmd("DATA"), _GO_ON, _GO_ON)
    try:
        server.send(_DOTS.sub(b"..", data) + b".\r\n")
        code, said = server.getreply()
    except OSError:  # smtplib's own among them
        raise MailUnknownError(_unknown(settings)) from None
    if 400 <= code < 600:
        raise smtplib.SMTPResponseException(code, said)
    if not 200 <= code < 300:
        raise MailUnknownError(_unknown(settings))


def _agreed(answer: tuple[int, bytes], lowest: int, highest: int) -> None:
    if not lowest <= answer[0] <= highest:
        raise smtplib.SMTPResponseException(*answer)


def _cut(server: smtplib.SMTP) -> None:
    """End a connection from another thread, below TLS, so that whoever waits for it wakes."""
    if isinstance(server.sock, socket.socket):
        with suppress(OSError):
            socket.socket.shutdown(server.sock, socket.SHUT_RDWR)


def _unknown(settings: MailSettings) -> str:
    return (
        f"{settings.host} broke off after it was handed the message; whether it came is not known,"
        " and it is not sent again"
    )


def _why(error: Exception, settings: MailSettings) -> str:
    """Return why nothing was sent, as a sentence."""
    # smtplib tells of time that ran out while it read an answer as of any other broken connection.
    broken = isinstance(error, smtplib.SMTPServerDisconnected)
    cause = error.__context__ if broken else error
    if isinstance(cause, OSError) and not isinstance(cause, smtplib.SMTPException):
        return _why_unreachable(cause, settings)
    return _why_refused(error, settings)


def _why_refused(error: Exception, settings: MailSettings) -> str:
    host = settings.host
    match error:
        case smtplib.SMTPAuthenticationError():
            # Without the server's words: some say again what they were sent.
            return (
                f"{host} refused the login of {settings.user} ({error.smtp_code}); look at the"
                " name and the password, some providers want an app password"
            )
        case smtplib.SMTPResponseException() if error.smtp_code >= 0:
            return f"{host} refused the message ({_answer(error, settings)})"
        case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(error):
            return f"{host} offers no encryption by STARTTLS; look at --port and --security"
        case smtplib.SMTPServerDisconnected():
            return f"{host} broke off; look at --host, --port and --security"
        case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPResponseException):
            return f"{host} offers no login that is known here; leave --user out, or look at --port"
    return f"{host} answers what no mail server does; look at --host, --port and --security"


def _why_unreachable(error: OSError, settings: MailSettings) -> str:
    where = f"{settings.host}:{settings.port}"
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"the certificate of {settings.host} cannot be trusted"
                f" ({printable(error.verify_message).rstrip('.')}); give the name that stands in"
                " it as --host"
            )
        case ssl.SSLError():
            return f"{where} and this computer agree on no safe connection; look at --security"
        case socket.gaierror():
            return f"the server {settings.host} is not found; look at --host, or at the network"
        case TimeoutError():
            return (
                f"{where} did not answer within {PATIENCE_S:g} seconds; look at --port, --security"
                " and the network"
            )
        case ConnectionRefusedError():
            return f"nobody answers at {where}; look at --host and --port"
    return f"{where} cannot be reached ({printable(error.strerror or 'it broke off')})"


def _answer(refused: smtplib.SMTPResponseException, settings: MailSettings) -> str:
    """Return a server's refusal, cut and harmless; its words only while they hold no secret."""
    said = refused.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    words = "" if settings.password and settings.password in text else printable(text)
    return f"{refused.smtp_code} {words[:_LONGEST_ANSWER]}".rstrip()

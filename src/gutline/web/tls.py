"""Serving over TLS, so that a phone can keep entries while it has no network."""

from __future__ import annotations

import io
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from gutline.web.headers import HEADERS
from gutline.web.serving import THREADS, ServingError

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

PATIENCE_S = 30


def context_of(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return how to speak TLS with a certificate and its key.

    Raises
    ------
    ServingError
        When one of the files cannot be read, or they do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "reason", None) or error.strerror or error
        raise ServingError(
            f"the certificate {str(certificate)!r} and the key {str(key)!r} cannot be used"
            f" ({reason}); give two files in PEM form that belong together"
        ) from None
    return context


class TlsServer(WSGIServer):
    """Answers over TLS, some requests at a time, each in a thread that keeps its database open."""

    def __init__(
        self, listener: socket.socket, context: ssl.SSLContext, application: WSGIHandler
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__((host, port), _Handler, bind_and_activate=False)
        self.socket.close()
        # Shaking hands waits for the other side, so a thread does it, not the one that listens.
        self.socket = context.wrap_socket(listener, server_side=True, do_handshake_on_connect=False)
        self.server_name, self.server_port = host, port
        self.setup_environ()
        self.base_environ["HTTPS"] = "on"
        self.set_app(application)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its types
        """Have a thread answer."""
        self._threads.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the same
        try:
            request.settimeout(PATIENCE_S)
            self.finish_request(request, client_address)
        except OSError:
            # Whoever asked has gone, or speaks no TLS.
            pass
        finally:
            self.shutdown_request(request)

    def run(self) -> None:
        """Serve until interrupted."""
        self.serve_forever(poll_interval=0.5)

    def close(self) -> None:
        """Stop listening, once what was asked is answered."""
        self.server_close()
        self._threads.shutdown()


class _Handler(WSGIRequestHandler):
    """Writes nothing down: addresses of pages say what somebody looks at."""

    server_version, sys_version = "", ""

    def get_stderr(self) -> io.StringIO:
        """Return where it is told that somebody hung up: nowhere; our faults are told elsewhere."""
        return io.StringIO()

    def end_headers(self) -> None:
        """End what the server says by itself, to nonsense; it is as strict as any page."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Keep silent."""

"""A PostgreSQL server of the tests' own: in a folder of its own, on a socket nobody else can reach."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin")
ACCOUNT = "postgres"


def find_programs() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    for folder in map(Path, FOLDERS):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def why_not() -> str:
    """Why no server can be had here; empty when one can."""
    if find_programs() is None:
        return "PostgreSQL is not installed here"
    if os.geteuid() == 0 and (not _has_account() or shutil.which("runuser") is None):
        return "PostgreSQL does not run as root, and there is no account postgres here"
    return ""


def _has_account() -> bool:
    return any(entry.pw_name == ACCOUNT for entry in pwd.getpwall())


class Server:
    """A server that is started when made and gone after `stop`."""

    def __init__(self) -> None:
        programs = find_programs()
        assert programs is not None
        self._programs = programs
        # Sockets need short paths, shorter than those of pytest's folders.
        self.folder = Path(tempfile.mkdtemp(prefix="gutline-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, ACCOUNT)
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "gutline",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        )
        options = f"-k {self.folder} -c listen_addresses="
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=60)

    def url(self, database: str = "postgres") -> str:
        """The setting that names one of its databases."""
        return f"postgresql://gutline@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        """Make an empty database; returns its URL."""
        host = ["-h", str(self.folder), "-U", "gutline"]
        self._run("createdb", *host, database)
        return self.url(database)

    def stop(self) -> None:
        """Stop the server and remove all it wrote."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

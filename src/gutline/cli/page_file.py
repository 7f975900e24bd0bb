"""Writing the page, so that a crash leaves the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gutline.cli.refusal import RefusalError


def check_writable(file: str) -> None:
    """Refuse a place where no page can be written, before any work is done."""
    path = Path(file)
    if path.is_dir():
        raise RefusalError(f"{file!r} is a folder; name the page to be written in it.")
    if not path.parent.is_dir():
        raise RefusalError(f"There is no folder {str(path.parent)!r}; make it first.")
    if not os.access(path.parent, os.W_OK):
        raise RefusalError(f"You may not write in {str(path.parent)!r}; choose another folder.")


def write_page(page: str, file: str) -> None:
    """Write the page for its owner's eyes only, or leave what was there."""
    final = Path(file).resolve()
    handle, name = tempfile.mkstemp(dir=final.parent, prefix=f".{final.name[:100]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(page)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(final)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

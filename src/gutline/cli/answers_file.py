"""Answers in a file: read from TOML or JSON, written where nobody else can read them."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline.safety.answers import Answers, Value

_LARGEST = 1_000_000


def read_answers_file(file: str) -> Answers:
    """Return the answers in a file.

    Raises
    ------
    RefusalError
        When the file is not there, too large, or not a table of answers.
    """
    path = Path(file)
    if not path.is_file():
        raise RefusalError(f"There is no file {file!r} with answers; check the name.")
    if path.stat().st_size > _LARGEST:
        raise RefusalError(f"{file!r} is too large to be answers to some questions.")
    try:
        text = path.read_text(encoding="utf-8")
        is_json = path.suffix.lower() == ".json" or text.lstrip().startswith("{")
        found = json.loads(text) if is_json else tomllib.loads(text)
    except RecursionError:
        raise RefusalError(f"{file!r} is nested too deeply to be answers.") from None
    except (ValueError, OSError) as error:
        reason = str(error).splitlines()[0][:120]
        raise RefusalError(f"{file!r} cannot be read as TOML or JSON ({reason}).") from None
    if not isinstance(found, dict):
        raise RefusalError(f"{file!r} must be a table of answers, such as fever = true.")
    return cast("Answers", found)


def write_answers_file(file: str, answers: Mapping[str, Value]) -> None:
    """Write answers as JSON to a new file that only its owner can read.

    Raises
    ------
    RefusalError
        When the file is there already, or cannot be made.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise RefusalError(f"{file!r} is there already; name another file.") from None
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise RefusalError(f"{file!r} cannot be made ({reason}); name another file.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(dict(answers), out, indent=2)
        out.write("\n")

"""Settings: the person's data as files, back again, and gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gutline.store.errors import BackupError, NotEmptyError, StoreError
from gutline.store.home import workplace
from gutline.store.queries import Span, entry_count
from gutline.store.services.backups import back_up, counted_tables, restore_backup
from gutline.store.services.erasing import erase_everything
from gutline.store.services.export_files import export_file
from gutline.store.services.exports import export_csv, export_json, import_json
from gutline.store.settings import current_home
from gutline.web import accounts
from gutline.web.diaries import open_person
from gutline.web.pages.settings_page import done, show
from gutline.web.present import present
from gutline.web.signing import COOKIE, sign_ins

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

LARGEST_BACKUP = 1_000_000_000
LARGEST_EXPORT = 200_000_000
_ENTRIES = "store_entry"


@require_safe
def diary_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the diary as CSV; for a spreadsheet, texts that it would run are made harmless."""
    for_spreadsheet = request.GET.get("for") == "spreadsheet"
    text = export_csv(open_person(request).key, for_spreadsheet=for_spreadsheet)
    name = "spreadsheet" if for_spreadsheet else "diary"
    return _file(text.encode("utf-8"), f"gutline-{name}", "csv", "text/csv; charset=utf-8")


@require_safe
def everything_json(request: HttpRequest) -> HttpResponse:
    """Hand out everything kept of a person."""
    text = export_json(open_person(request).key)
    return _file(text.encode("utf-8"), "gutline-everything", "json", "application/json")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the journal in one of the formats there are, of all days or of some."""
    try:
        span = Span(_day(request.GET.get("since", "")), _day(request.GET.get("until", "")))
        key = open_person(request).key
        made = export_file(key, request.GET.get("format", ""), present(), span=span)
    except StoreError as error:
        return show(request, {"export": str(error)})
    response = HttpResponse(made.data, content_type=made.format.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise StoreError(f"{text[:40]!r} is not a day; choose one") from None


def _file(data: bytes, stem: str, ending: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    name = f"{stem}-{present():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def backup(request: HttpRequest) -> HttpResponse:
    """Hand out the whole folder as one encrypted file, read back before it is sent."""
    if accounts.are_on():
        # The folder holds everybody's diary; who runs the server backs it up.
        raise Http404
    passphrase = request.POST.get("passphrase", "")
    if passphrase != request.POST.get("passphrase_again", ""):
        return show(request, {"backup": _("the two passphrases differ; type them again")})
    now = present()
    with workplace(current_home()) as folder:
        try:
            made = back_up(folder / "backup.age", passphrase, now)
        except BackupError as error:
            return show(request, {"backup": str(error)})
        data = made.path.read_bytes()
    return _file(data, "gutline-backup", "age", "application/octet-stream")


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Bring a backup back, or an export into an empty diary."""
    sent = request.FILES.get("file")
    if sent is None:
        return show(request, {"restore": _("no file was chosen; choose one")})
    try:
        if _is_backup(sent):
            if accounts.are_on():
                raise Http404
            _restore_backup(request, sent)
        else:
            _import_export(request, sent)
    except NotEmptyError:
        words = _("there is a diary here, and this would replace it; tick the box if you want that")
        return show(request, {"restore": words})
    except StoreError as error:
        return show(request, {"restore": str(error)})
    return done("restored", "data")


def _is_backup(sent: UploadedFile[bytes]) -> bool:
    sent.seek(0)
    start = sent.read(64).lstrip()
    sent.seek(0)
    return not start.startswith(b"{")


def _restore_backup(request: HttpRequest, sent: UploadedFile[bytes]) -> None:
    _check_size(sent, LARGEST_BACKUP)
    with workplace(current_home()) as folder:
        path = folder / "sent.age"
        _write(sent, path)
        restore_backup(
            path,
            request.POST.get("restore_passphrase", ""),
            present(),
            replace=request.POST.get("replace") == "yes",
        )


def _import_export(request: HttpRequest, sent: UploadedFile[bytes]) -> None:
    _check_size(sent, LARGEST_EXPORT)
    try:
        text = sent.read().decode("utf-8")
    except UnicodeDecodeError:
        raise StoreError("the file is no text; choose a file that Gutline wrote") from None
    import_json(open_person(request).key, text, present())


def _check_size(sent: UploadedFile[bytes], most: int) -> None:
    if (sent.size or 0) > most:
        raise StoreError(f"the file is larger than {most:,} bytes; use `gutline restore` for it")


def _write(sent: UploadedFile[bytes], path: Path) -> None:
    with path.open("wb") as target:
        for piece in sent.chunks():
            target.write(piece)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask a second time, and erase everything when it is said in so many words."""
    entries = (
        entry_count(open_person(request).key)
        if accounts.are_on()
        else counted_tables().get(_ENTRIES, 0)
    )
    wrong = ""
    if request.method == "POST":
        if request.POST.get("word", "").strip().casefold() == _("erase"):
            return _erased(request)
        wrong = _("nothing was erased; type the word “erase” if you want that")
    told = {"entries": entries, "wrong": wrong}
    return render(request, "settings/erase.html", told, status=422 if wrong else 200)


def _erased(request: HttpRequest) -> HttpResponse:
    if accounts.are_on():
        _erase_account(request)
    else:
        erase_everything()
        sign_ins().end_all()
    request._gutline_signed_in = False  # type: ignore[attr-defined]  # noqa: SLF001 - it just ended
    request._gutline_surroundings = None  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    response = render(request, "settings/erased.html")
    response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _erase_account(request: HttpRequest) -> None:
    from django.contrib.auth import logout  # noqa: PLC0415 - where accounts are on

    from gutline.store.services.accounts import remove_user  # noqa: PLC0415 - the same

    user = accounts.signed_in_user(request)
    logout(request)
    if user is not None:
        remove_user(user)

"""Files that people send: kept in the home while they are looked at, never elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

LARGEST_UPLOAD = 1_000_000_000


class PrivateUploads(TemporaryFileUploadHandler):
    """Writes what is sent to files in the home, and takes no more than it should."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401 - Django's signature
        META: Any,  # noqa: ANN401, N803 - the same
        content_length: int,
        boundary: str,
        encoding: Any = None,  # noqa: ANN401 - the same
    ) -> None:
        """Note how much is going to come."""
        del input_data, META, boundary, encoding
        self.too_large = content_length > LARGEST_UPLOAD

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin a file.

        Raises
        ------
        StopUpload
            When the whole is too large; the fields before it are there all the same.
        """
        if self.too_large:
            self.request.upload_too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        folder = Path(str(settings.FILE_UPLOAD_TEMP_DIR))
        folder.mkdir(mode=0o700, exist_ok=True)
        super().new_file(*args, **kwargs)

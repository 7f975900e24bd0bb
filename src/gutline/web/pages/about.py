"""About the method: what is done with a diary, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show how findings come about and what they can and cannot say."""
    return render(request, "settings/about.html")

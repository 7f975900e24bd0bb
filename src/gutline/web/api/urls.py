"""Where the API is. Strangers may ask: every call looks at who asks itself, by session or token."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from gutline.web.api.interface import api, nowhere
from gutline.web.openness import open_to_strangers

_mounted = api.urls[0]
for _pattern in _mounted:
    if _pattern.callback is not None:
        open_to_strangers(_pattern.callback)

urlpatterns = [
    *_mounted,
    path("<path:rest>", open_to_strangers(csrf_exempt(nowhere)), name="nowhere"),
]

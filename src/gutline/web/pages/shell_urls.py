"""Where the shell is: at the top, as phones and service workers want it."""

from __future__ import annotations

from django.urls import path

from gutline.web.pages import shell

urlpatterns = [
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("service-worker.js", shell.service_worker, name="service-worker"),
    path("offline/", shell.offline, name="offline"),
    path("apple-touch-icon.png", shell.touch_icon, name="touch-icon"),
]

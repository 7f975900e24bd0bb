"""Refusals of trials as pages: what could not be done, and why."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.utils.translation import gettext as _

from gutline.trials.errors import TrialError
from gutline.web.failures import page
from gutline.web.trial_process import WorkRefusedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def plainly(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer what a trial refuses with a page that says so."""

    @functools.wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (TrialError, WorkRefusedError) as error:
            return page(request, 422, _("This could not be done"), str(error))

    return answered

"""Addresses that are loaded when the first of them is asked for, so that a start stays quick."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class LazyAddresses(URLResolver):
    """All addresses below a route, in a namespace of their own.

    Parameters
    ----------
    route : str
        What they begin with, such as "api/".
    module : str
        The module that has them, as `urlpatterns`; not loaded before one of them is asked for.
    namespace : str
    """

    def __init__(self, route: str, module: str, namespace: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        """Do nothing when all names are gathered: ours are found by the namespace, when needed."""

    @property
    def reverse_dict(self) -> Any:  # noqa: ANN401 - as Django has it
        """The addresses by name."""
        super()._populate()
        return super().reverse_dict

    @property
    def namespace_dict(self) -> Any:  # noqa: ANN401 - as Django has it
        """Namespaces within: none."""
        return {}

    @property
    def app_dict(self) -> Any:  # noqa: ANN401 - as Django has it
        """Applications within: none."""
        return {}

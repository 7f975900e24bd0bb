"""import-linter contracts that may name rooms which are not built yet.

The contracts for the whole house stand in `.importlinter` from the first day. import-linter
refuses a contract about a module that does not exist; these drop such names before they check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import ContractCheck

if TYPE_CHECKING:
    from grimp import ImportGraph


def _keep_present(contract: object, field: str, graph: ImportGraph) -> bool:
    """Drop the names of a contract's field that are no module yet; return whether any is left."""
    fields = cast("Any", contract)
    present = {name for name in getattr(fields, field) if str(name) in graph.modules}
    setattr(fields, field, present)
    return bool(present)


class ForbiddenWhenPresent(ForbiddenContract):
    """A forbidden contract whose sources may not exist yet."""

    type_name = "forbidden_when_present"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Check the sources that exist; without any the contract is kept."""
        if not _keep_present(self, "source_modules", graph):
            return ContractCheck(kept=True)
        return super().check(graph, verbose)


class ProtectedWhenPresent(ProtectedContract):
    """A protected contract whose protected modules and importers may not exist yet."""

    type_name = "protected_when_present"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Check the protected modules that exist; without any the contract is kept."""
        _keep_present(self, "allowed_importers", graph)
        if not _keep_present(self, "protected_modules", graph):
            return ContractCheck(kept=True)
        return super().check(graph, verbose)

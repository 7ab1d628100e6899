"""Runs Rasa's prediction graph in an order worked out once.

Stock Rasa hands the same small graph to dask for every message and every prediction; dask then plans it anew, which
takes longer than most nodes of the graph. The nodes and their results are the same here.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import rasa.core.processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, GraphNode, tuple[str, ...]]


class PlannedGraphRunner(DaskGraphRunner):
    """A graph runner that keeps its plans: which nodes, in which order, fed by which results."""

    @cached_property
    def _plans(self) -> Any:
        return lru_cache(maxsize=16)(self._plan)

    def _plan(self, targets: tuple[str, ...]) -> tuple[Step, ...]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        ordered: dict[str, Step] = {}

        def add(name: str) -> None:
            if name in ordered or name not in nodes:
                return
            needs = tuple(nodes[name].needs.values())
            for needed in needs:
                add(needed)
            ordered[name] = (name, self._instantiated_nodes[name], needs)

        for name in nodes:
            add(name)
        return tuple(ordered.values())

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The results of the target nodes by name; see Rasa's ``GraphRunner``.

        Raises:
            GraphRunError: a node failed, or an input has the name of a node.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        if clash := results.keys() & self._instantiated_nodes.keys():
            raise GraphRunError(f"inputs named like nodes: {sorted(clash)}")
        try:
            for name, node, needs in self._plans(wanted):
                results[name] = node(*(results[needed] for needed in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: results[name][1] for name in wanted}


def install() -> None:
    """Makes the assistant of this process run its model this way."""
    rasa.core.processor.DaskGraphRunner = PlannedGraphRunner

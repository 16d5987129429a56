"""House rules of a document; openapi/README.md describes them.

Each rule is a generator of problems. A stage runs only if the stages before it found nothing: a rule may rely on the
structure of the document and on its references.
"""

from collections.abc import Callable, Iterator

from generator.checks import naming, operations, references, schemas, structure
from generator.document.document import Document
from generator.problem import Problem

Rule = Callable[[Document], Iterator[Problem]]


def problems(document: Document) -> Iterator[Problem]:
    """All problems of the first stage that finds any."""
    for stage in _STAGES:
        found = [problem for rule in stage for problem in rule(document)]
        yield from found
        if found:
            return


_STAGES: tuple[tuple[Rule, ...], ...] = (
    (structure.is_openapi_3_1,),
    (structure.violations,),
    (references.references_resolve, references.links_resolve),
    (references.no_component_extends_itself,),
    (*schemas.RULES, *operations.RULES),
    (naming.problems,),
)

"""What a document must be for the pipeline to write a package people can rely on.

Each rule is a generator of problems; openapi/README.md says the same in words. A stage is judged only when the ones
before it are clean: a rule may rely on the shape of the document and on its references.
"""

from collections.abc import Callable, Iterator

from generator.checks import naming, operations, references, schemas, structure
from generator.document.document import Document
from generator.problem import Problem

Rule = Callable[[Document], Iterator[Problem]]


def problems(document: Document) -> Iterator[Problem]:
    """Everything that breaks a rule of the first stage that is not clean."""
    for stage in _STAGES:
        found = [problem for rule in stage for problem in rule(document)]
        yield from found
        if found:
            return


_STAGES: tuple[tuple[Rule, ...], ...] = (
    (structure.is_openapi_3_1,),
    (structure.faults,),
    (references.references_lead_somewhere,),
    (references.components_do_not_go_in_circles,),
    (*schemas.RULES, *operations.RULES),
    (naming.problems,),
)

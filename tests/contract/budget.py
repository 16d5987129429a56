"""How much is tried: examples per test, always the same ones, and nothing left behind."""

import os

from hypothesis import HealthCheck, Phase, settings

from tests.support.tiers import examples

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", examples(3, 40)))
"""Per operation and test. `make test` takes 3, `make test-all` 40, `make contract` 100, `make contract-deep` 1000."""

CASES = max(EXAMPLES, 10)
"""Per operation, of the mock: of fewer, all may be refused."""

BOUNDARIES = EXAMPLES >= 40
"""Whether each boundary of each parameter is tried as well, some 2,000 cases that take longest to make."""

# Shrinking makes a failure readable; to know only that something fails, as the seeded defects do, it is too slow.
_SHRINKS = os.environ.get("CONTRACT_SHRINK", "1") != "0"
PHASES = (Phase.explicit, Phase.generate, *([Phase.shrink] if _SHRINKS else []))

SEED = 20251110

BUDGET = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=PHASES,
    print_blob=False,
    suppress_health_check=[
        # These judge speed and filters, on a machine that others use too.
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,  # the counts are of all examples of a test together
    ],
)

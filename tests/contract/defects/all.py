"""All seeded defects, in the order in which they are tried."""

from tests.contract.defects import across, answered, described, read, roles, sent, versions

DEFECTS = [
    *sent.DEFECTS,
    *read.DEFECTS,
    *described.DEFECTS,
    *answered.DEFECTS,
    *versions.DEFECTS,
    *across.DEFECTS,
    *roles.DEFECTS,
]
BY_ID = {defect.id: defect for defect in DEFECTS}

"""All seeded defects, in the order in which they are tried."""

from tests.contract.defects import across, answered, described, read, sent, versions

DEFECTS = [*sent.DEFECTS, *read.DEFECTS, *described.DEFECTS, *answered.DEFECTS, *versions.DEFECTS, *across.DEFECTS]
BY_ID = {defect.id: defect for defect in DEFECTS}

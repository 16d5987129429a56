"""`python -m generator.diff` prints docs/changes.md."""

from generator.diff.verdicts import page

print(page())

"""`make parity` compares and reports; with the name of a page, prints that page of docs/ (`make docs-tables`)."""

import sys
import time

from tests.parity import cases, deviations, pages, report, snippets
from tests.parity.comparison import compare
from tests.support import nodejs


def main(page: str = "") -> int:
    if page:
        sys.stdout.write(pages.PAGES[page]())
        return 0
    if reason := nodejs.missing():
        print(f"{reason}: nothing was compared")
        return 2
    start = time.monotonic()
    listed = cases.load()
    comparison = compare(listed, deviations.load(), snippets.typescript_code(listed))
    for line in (*report.matrix(listed), "", *report.summary(comparison), ""):
        print(line)
    for each in comparison.unexplained:
        print("\n".join(report.side_by_side(each)))
    print(f"{time.monotonic() - start:.1f} s")
    return 1 if comparison.unexplained or comparison.idle else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

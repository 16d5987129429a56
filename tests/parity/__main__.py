"""`make parity` compares and reports; with the name of a page, prints that page of docs/ (`make docs-tables`)."""

import sys
import time

from generator.streams import escape_what_cannot_be_printed
from tests.parity import cases, deviations, pages, report, snippets
from tests.parity.comparison import compare, idle
from tests.parity.sdks import SDKS
from tests.support import nodejs


def main(page: str = "") -> int:
    escape_what_cannot_be_printed()
    if page:
        sys.stdout.write(pages.PAGES[page]())
        return 0
    if reason := nodejs.missing():
        print(f"{reason}: nothing was compared")
        return 2
    start = time.monotonic()
    listed = cases.load()
    comparisons = [compare(sdk, listed, deviations.load(), snippets.typescript_code(listed)) for sdk in SDKS]
    print("\n".join(report.matrix(listed)))
    for comparison in comparisons:
        print("\n".join(["", *report.summary(comparison), ""]))
        for each in comparison.unexplained:
            print("\n".join(report.side_by_side(each)))
    covers_nothing = idle(comparisons)
    for line in (*(f"covers nothing: {pattern}" for pattern in covers_nothing), *report.totals(comparisons)):
        print(line)
    print(f"{time.monotonic() - start:.1f} s")
    return 1 if covers_nothing or any(each.unexplained for each in comparisons) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""`make demo`: starts the mock server on a free port, takes the tour against it, and stops the server."""

import os
import subprocess
import sys
from pathlib import Path

from clerk_organizations.testing import MockClerk

KEY = "sk_test_demo"


def main() -> int:
    """Exit status of the tour; the server ends with it, whatever happens."""
    server = subprocess.Popen(
        [sys.executable, "-m", "clerk_organizations.testing", "--port", "0", "--secret-key", KEY, "--quiet"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        try:
            ready = server.stdout.readline() if server.stdout else ""
            url = next((word for word in ready.split() if word.startswith("http://")), None)
            if url is None:
                print("the mock server did not start", file=sys.stderr)
                return 1
            return take_the_tour(url)
        finally:
            server.terminate()


def take_the_tour(url: str) -> int:
    """Run tour.py as its own program, as a user would."""
    print(f"The mock server listens at {url}")
    users = [user.id for user in MockClerk().instance.users][:2]  # every mock starts with the same users
    environment = {**os.environ, "CLERK_API_URL": url, "CLERK_SECRET_KEY": KEY}
    tour = Path(__file__).with_name("tour.py")
    status = subprocess.run([sys.executable, str(tour), *users], env=environment, check=False).returncode
    print("\nThe tour is over: every method, sync and async." if status == 0 else f"\nThe tour failed ({status}).")
    return status


if __name__ == "__main__":
    sys.exit(main())

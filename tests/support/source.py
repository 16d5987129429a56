"""The document as it is written in openapi/, read once for all tests that look things up in it."""

from generator.document.yaml_loader import load
from generator.paths import SPEC

SOURCE = load(SPEC)

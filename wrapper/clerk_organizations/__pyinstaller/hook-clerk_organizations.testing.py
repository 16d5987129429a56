"""For PyInstaller, where a program imports the mock: its handlers are imported by name."""

# pyright: reportMissingModuleSource=false
# (only PyInstaller, which brings it, runs this)
from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("clerk_organizations.testing")

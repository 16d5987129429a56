"""For PyInstaller: modules that are imported by name when first used, and files that are read at run time."""

# pyright: reportMissingModuleSource=false
# (only PyInstaller, which brings it, runs this)
from PyInstaller.utils.hooks import collect_data_files, collect_submodules

_NOT_OF_PROGRAMS = (
    "clerk_organizations.testing",
    "clerk_organizations.pytest_plugin",
    "clerk_organizations.__pyinstaller",
)

datas = [file for package in ("clerk_organizations", "clerk_organizations_api") for file in collect_data_files(package)]
hiddenimports = collect_submodules("clerk_organizations_api") + collect_submodules(
    "clerk_organizations", filter=lambda module: not module.startswith(_NOT_OF_PROGRAMS)
)

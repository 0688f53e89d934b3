"""Compile translations/<language>/*.po into one prawat.mo per language.

Run by hand (``python packaging/catalogs.py``), by ``make install`` and, as a hatchling build hook, whenever the
wheel or the editable install is built, so that no compiled catalog is ever kept in the repository.
"""

import os
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


def merge(folder: Path) -> Catalog:
    """All .po files of one language in one catalog.

    Raises:
        ValueError: when two rooms translate the same message differently.
    """
    merged = Catalog(locale=folder.name, charset="utf-8")
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=folder.name):
                if not message.id or not message.string:
                    continue
                known = merged.get(message.id)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: two translations of {message.id!r}")
                merged.add(message.id, message.string)
    return merged


def compile_all(translations: Path) -> list[Path]:
    """Write LC_MESSAGES/prawat.mo for every language folder; returns what was written."""
    written = []
    for folder in sorted({path.parent for path in translations.glob("*/*.po")}):
        target = folder / "LC_MESSAGES" / "prawat.mo"
        target.parent.mkdir(exist_ok=True)
        beside = target.with_name(f".prawat-{os.getpid()}.mo")  # a running program never reads half a catalog
        try:
            with beside.open("wb") as file:
                write_mo(file, merge(folder))
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        written.append(target)
    return written


class CatalogHook(BuildHookInterface[Any]):
    """hatchling calls this before it packs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, so that force-include finds the catalogs."""
        compile_all(Path(self.root) / "translations")


if __name__ == "__main__":
    for path in compile_all(ROOT / "translations"):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")

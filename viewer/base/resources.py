"""The only locator of the files we ship: fonts, icons, style, word lists, tables, catalogs."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a file under resources/, in a checkout or in an installed wheel.

    Raises:
        FileNotFoundError: when no such file was shipped.
    """
    return _find("resources", *parts)


def translation(*parts: str) -> Path:
    """Path of a file under translations/.

    Raises:
        FileNotFoundError: when no such file was shipped.
    """
    return _find("translations", *parts)


def _find(kind: str, *parts: str) -> Path:
    installed = _PACKAGE / f"_{kind}"
    root = installed if installed.is_dir() else _PACKAGE.parent / kind
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError("/".join((kind, *parts)))
    return path

"""What we ship is found in a checkout and in an installed wheel; what we don't ship is said by its own name."""

from pathlib import Path

import pytest

from viewer.base import resources
from viewer.base.resources import resource, translation


def test_a_checkout_has_its_files_beside_the_package() -> None:
    assert resource("fonts", "Sarabun-Regular.ttf").is_file()
    assert resource("icons").is_dir()


def test_an_installed_wheel_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_resources" / "fonts").mkdir(parents=True)
    (tmp_path / "_translations").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resource("fonts") == tmp_path / "_resources" / "fonts"
    with pytest.raises(FileNotFoundError, match=r"^translations/th/prawat\.mo$"):
        translation("th", "prawat.mo")


def test_a_missing_file_is_named_without_where_the_program_lives() -> None:
    with pytest.raises(FileNotFoundError) as missing:
        resource("fonts", "Comic.ttf")
    assert str(missing.value) == "resources/fonts/Comic.ttf"

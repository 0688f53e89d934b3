"""The canary itself: it must find what it is meant to find, or its silence means nothing."""

import base64
from pathlib import Path

import pytest
from journey import canary

SECRET = "9660487647597"
NAME = "นายบุญมี สมมติวงศ์"


@pytest.mark.parametrize("secret", [SECRET, NAME])
@pytest.mark.parametrize(
    "hide",
    [
        str.encode,
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode().hex().upper().encode(),
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.b64encode(b"x" + text.encode() + b"tail"),
        lambda text: base64.b64encode(b"xy" + text.encode() + b"t"),
        lambda text: base64.urlsafe_b64encode(b"x" + text.encode()),
        lambda text: base64.b64encode(b"x" + text.encode("utf-16-le")),
        lambda text: ascii(text)[1:-1].encode(),
    ],
)
def test_it_sings(secret: str, hide: "object", tmp_path: Path) -> None:
    assert callable(hide)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(b"\0\1before" + hide(secret) + b"after\xff")
    assert canary.found([secret, "somebody else"], canary.files_under(tmp_path)) == [
        f"deep/file.bin: {secret[:4]}…"
    ]


def test_names_of_files_are_read_too(tmp_path: Path) -> None:
    (tmp_path / f"letter-{SECRET}.pdf").touch()
    assert canary.found([SECRET], canary.files_under(tmp_path))


def test_it_is_silent_otherwise(tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(bytes(range(256)) * 100)
    assert canary.found([SECRET, NAME], canary.files_under(tmp_path)) == []

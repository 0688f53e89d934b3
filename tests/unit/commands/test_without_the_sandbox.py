"""What the commands say where the sandbox's server was not installed with the program."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest

from viewer.commands import demo, rented, sandbox
from viewer.commands import open as open_


@pytest.mark.parametrize("run", [open_.run, demo.run, sandbox.run], ids=["open", "demo", "sandbox"])
def test_one_sentence_says_what_to_install(
    run: Callable[[list[str]], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_uvicorn(name: str) -> Any:
        return None if name == "uvicorn" else find_spec(name)

    monkeypatch.setattr(rented, "find_spec", without_uvicorn)
    assert run([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "pip install 'prawat[sandbox]'" in err

"""``prawat read`` run in this process, and what it printed."""

from collections.abc import Callable

import pytest

from viewer.commands.read import run

DAY = ["--today", "2026-11-23"]
Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capfdbinary: pytest.CaptureFixture[bytes]) -> Told:
    """Its arguments in; the exit code, stdout and stderr out."""

    def _told(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return _told

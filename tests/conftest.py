"""What every test stands on. Qt runs offscreen; nothing here imports it, so that pure tests stay fast."""

import os
import sys
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, the loop the program uses."""
    return "asyncio"


@pytest.fixture
def shared() -> Path:
    """The reference material beside the project, where there is any; tests that want more of it skip without."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no reference material beside the project")
    return folder


@pytest.fixture
def in_new_process() -> object:
    """Interpreter arguments for a child that must not inherit what this process has imported."""
    return [sys.executable, "-W", "error"]

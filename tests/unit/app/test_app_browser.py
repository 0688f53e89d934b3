"""The system's browser takes its time, and the window none of it."""

import threading
import webbrowser

import pytest

from viewer.app import system_browser

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("opens", [True, False])
async def test_the_browser_is_opened_beside_the_loop(opens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, bool]] = []

    def slow(address: str) -> bool:
        called.append((address, threading.current_thread() is threading.main_thread()))
        return opens

    monkeypatch.setattr(webbrowser, "open", slow)
    assert await system_browser("https://id.example/authorize") is opens
    assert called == [("https://id.example/authorize", False)]

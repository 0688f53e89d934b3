"""Whoever is at the desk sees a change once Qt has done what it was told: not between the two."""

import asyncio

from journey.at_desk import AtDesk
from journey.conftest import Run
from PySide6.QtWidgets import QLabel


def test_what_a_change_deleted_is_gone_when_it_is_seen(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        label, closed = QLabel("of the record", desk.window), list[bool]()

        def close() -> None:
            label.deleteLater()
            closed.append(True)

        def ring_and_close() -> None:  # who waits is woken in the same turn as it is closed, right after it
            asyncio.get_running_loop().call_soon(close)
            desk.journal.ring()

        asyncio.get_running_loop().call_later(0.03, ring_and_close)
        await desk.until(lambda: bool(closed))
        desk.sees_not("of the record")

    run(story())

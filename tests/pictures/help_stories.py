"""A story of the help: where it is opened from, and its sections."""

import asyncio

from pictures.album import BOONMEE, Album

from viewer.screen.help import HelpDialog
from viewer.visit.states import Open


async def helping(album: Album) -> None:
    """The help from the top bar and from the open record, section by section."""
    await album.picture("sign-in", 1.0)
    await album.come_in()
    await album.picture("identify")
    await album.ask(BOONMEE)
    await album.answer("approve")
    await album.until(lambda state: isinstance(state, Open) and not state.ledger.asking)
    await album.picture("record", 0.8)
    album.window.open_help()
    await asyncio.sleep(0.3)
    (shown,) = album.window.findChildren(HelpDialog)
    for at in range(len(shown.sections)):
        shown.go_to(at)
        await album.dialog(shown, f"section-{at + 1}")
    shown.accept()

"""Signing a letter electronically: the clinician's key, where to keep the letter; then one export, signed.

The key is opened first, so that nothing is written down as an export that a wrong passphrase would have stopped, and
it is closed whatever happens.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.base.clock import MachineClock
from viewer.exchange.time_stamps import time_stamp
from viewer.screen.ask import where_to_save
from viewer.screen.context import PageContext
from viewer.screen.issuing import Seal
from viewer.screen.pages.record.signing_key import ask_for_key
from viewer.view.sheet import Letter
from viewer.view.signature import seal_words

if TYPE_CHECKING:
    from viewer.paper.sealing import Key

Change = Callable[[Letter], Letter]
Finish = Callable[[str, Change, Seal], Awaitable[bytes | None]]
"""Makes the letter for an act, changed in this way, once the act is written down, and seals it; None when no record is
open."""


class Signing:
    """What the button does. ``keep`` writes a whole file or nothing, and raises OSError; ``agreed`` says that a file
    is out of our hands, and whether to go on."""

    def __init__(
        self,
        context: PageContext,
        finish: Finish,
        keep: Callable[[Path, bytes], None],
        agreed: Callable[[], Awaitable[bool]],
    ) -> None:
        self._context = context
        self._finish = finish
        self._keep = keep
        self._agreed = agreed

    async def sign(self) -> Path | None:
        """Ask, sign, keep; None when the clinician changed their mind.

        Raises:
            SealingFailed: the key does not sign; its code says why.
            OutboxUnwritable: the letter may not leave.
            OSError: the file could not be written.
        """
        now = MachineClock().now()  # a certificate is valid by the world's clock, not by the sandbox's
        key = await ask_for_key(self._context, now)
        if key is None:
            return None
        try:
            return await self._signed(key, now)
        finally:
            await asyncio.to_thread(key.close)

    async def _signed(self, key: "Key", now: datetime) -> Path | None:
        context, say = self._context, self._context.words.say
        if not await self._agreed():
            return None
        path = await where_to_save(context.window, say("Save as PDF"), "referral-signed.pdf", "PDF (*.pdf)")
        if path is None:
            return None
        place = ""

        def with_seal(letter: Letter) -> Letter:
            nonlocal place
            place = letter.facility
            words = seal_words(letter.signer, key.name, key.issuer, now, context.words)
            return replace(letter, sealed=words)

        authority, title = context.visit.profile.time_stamps, say("Referral letter")
        signed = await self._finish("sign", with_seal, lambda pdf: _seal(pdf, key, title, place, authority))
        if signed is None:
            return None
        await asyncio.to_thread(self._keep, path, signed)
        return path


def _seal(pdf: bytes, key: "Key", reason: str, place: str, authority: str) -> bytes:
    """Signed; with a time stamp where the site names an authority for it."""
    from viewer.paper.sealing import sealed

    ask = partial(time_stamp, authority) if authority else None
    return sealed(pdf, key, reason=reason, place=place, ask_for_time=ask)

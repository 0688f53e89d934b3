"""Signing a letter electronically: the key's file, its passphrase, where to keep the letter; then one export, signed.

The key is opened first, so that nothing is written down as an export that a wrong passphrase would have stopped. The
passphrase goes from its field to the key and is kept nowhere.
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
from viewer.screen.ask import passphrase, where_to_save, which_file
from viewer.screen.context import PageContext
from viewer.view.sheet import Letter
from viewer.view.signature import seal_words

if TYPE_CHECKING:
    from viewer.paper.sealing import Key

Change = Callable[[Letter], Letter]
Finish = Callable[[str, Change], Awaitable[bytes | None]]
"""Makes the letter for an act, changed in this way, once the act is written down; None when no record is open."""
_KINDS = "PKCS#12 (*.p12 *.pfx)"


class Signing:
    """What the button does. ``keep`` writes a whole file or nothing, and raises OSError."""

    def __init__(self, context: PageContext, finish: Finish, keep: Callable[[Path, bytes], None]) -> None:
        self._context = context
        self._finish = finish
        self._keep = keep

    async def sign(self) -> Path | None:
        """Ask, sign, keep; None when the clinician changed their mind.

        Raises:
            SealingFailed: the key does not sign; its code says why.
            OutboxUnwritable: the letter may not leave.
            OSError: the file could not be written.
        """
        context, say = self._context, self._context.words.say
        file = await which_file(context.window, say("File of your certificate"), _KINDS)
        if file is None:
            return None
        secret = await passphrase(context.window, say("Passphrase of the certificate"), file.name)
        if secret is None:
            return None
        now = MachineClock().now()  # a certificate is valid by the world's clock, not by the sandbox's
        key = await asyncio.to_thread(_open, file, secret, now)
        del secret
        path = await where_to_save(context.window, say("Save as PDF"), "referral-signed.pdf", "PDF (*.pdf)")
        if path is None:
            return None
        place = ""

        def with_seal(letter: Letter) -> Letter:
            nonlocal place
            place = letter.facility
            words = seal_words(letter.signer, key.name, key.issuer, now, context.words)
            return replace(letter, sealed=words)

        pdf = await self._finish("sign", with_seal)
        if pdf is None:
            return None
        authority = context.visit.profile.time_stamps
        signed = await asyncio.to_thread(_seal, pdf, key, say("Referral letter"), place, authority)
        await asyncio.to_thread(self._keep, path, signed)
        return path


def _open(file: Path, secret: str, now: datetime) -> "Key":
    from viewer.paper.errors import KeyUnreadable, SealingMissing

    try:
        from viewer.paper.sealing import (  # most of a second, at the first signature only
            LARGEST_KEY,
            open_key,
        )
    except ImportError:
        raise SealingMissing("the extra is not installed") from None
    try:
        if file.stat().st_size > LARGEST_KEY:
            raise KeyUnreadable("too large")
        content = file.read_bytes()
    except OSError:
        raise KeyUnreadable("cannot be read") from None
    return open_key(content, secret.encode(), now)


def _seal(pdf: bytes, key: "Key", reason: str, place: str, authority: str) -> bytes:
    """Signed; with a time stamp where the site names an authority for it."""
    from viewer.paper.sealing import sealed

    ask = partial(time_stamp, authority) if authority else None
    return sealed(pdf, key, reason=reason, place=place, ask_for_time=ask)

"""Signing a paper electronically: the clinician's key, where to keep the file; then one export, signed.

The key is opened first, so that nothing is written down as an export that a wrong passphrase would have stopped, and
it is closed whatever happens.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from viewer.base.clock import MachineClock
from viewer.exchange.time_stamps import time_stamp
from viewer.screen.context import Document, PageContext
from viewer.screen.issuing import Sealing
from viewer.screen.printout import Printout
from viewer.screen.signing_key import ask_for_key, sign_words
from viewer.screen.widgets.buttons import Button
from viewer.view.signature import seal_words

if TYPE_CHECKING:
    from viewer.paper.sealing import Key


def sign_button(context: PageContext, text: str, errand: str, printout: Callable[[], Printout]) -> Button:
    """Signs what ``printout`` is about at the moment it is pressed."""
    how = sign_words(context)
    button = Button(context.theme, text, icon="shield-check", name=how)
    button.setToolTip(how)
    button.clicked.connect(lambda: context.errands.start(errand, sign(context, printout())))
    return button


async def sign(context: PageContext, printout: Printout) -> None:
    """Ask for the key and the place, sign, keep; nothing when the clinician changed their mind.

    Raises:
        SealingFailed: the key does not sign; its code says why.
        OutboxUnwritable: the paper may not leave.
    """
    now = MachineClock().now()  # a certificate is valid by the world's clock, not by the sandbox's
    key = await ask_for_key(context, now)
    if key is None:
        return
    try:
        await printout.sign(_sealing(context, key, now))
    finally:
        await asyncio.to_thread(key.close)


def _sealing(context: PageContext, key: "Key", now: datetime) -> Sealing:
    """With a time stamp where the site names an authority for it."""
    words, authority = context.words, context.visit.profile.time_stamps

    def said(paper: Document) -> tuple[str, ...]:
        return seal_words(paper.signer, key.name, key.issuer, now, words)

    def seal(paper: Document, pdf: bytes) -> bytes:
        from viewer.paper.sealing import sealed

        ask = partial(time_stamp, authority) if authority else None
        return sealed(pdf, key, reason=paper.title, place=paper.facility, ask_for_time=ask)

    return Sealing(said, seal)

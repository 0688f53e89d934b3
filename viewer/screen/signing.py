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
from viewer.base.words import Words
from viewer.exchange.time_stamps import time_stamp
from viewer.screen.context import Document, PageContext
from viewer.screen.issuing import Sealing
from viewer.screen.printout import Printout
from viewer.screen.role_names import role_name
from viewer.screen.signing_key import ask_for_key, sign_words
from viewer.screen.widgets.buttons import Button
from viewer.signin.roles import ROLES
from viewer.view.signature import seal_words
from viewer.visit.states import AtDesk

if TYPE_CHECKING:
    from viewer.paper.sealing import Key


class SignButton(Button):
    """Signs what ``printout`` is about at the moment it is pressed, where the role that acts signs such a form."""

    def __init__(
        self, context: PageContext, text: str, errand: str, printout: Callable[[], Printout]
    ) -> None:
        super().__init__(context.theme, text, icon="shield-check", name=sign_words(context))
        self._context = context
        self.clicked.connect(lambda: context.errands.start(errand, sign(context, printout())))

    def offer(self, form: str, *, here: bool = True) -> None:
        """For this form; where the role does not sign it, or it is not ``here``, it cannot be pressed."""
        state = self._context.visit.state
        role = state.post.role if isinstance(state, AtDesk) else ""
        why = why_not(self._context.words, role, form)
        self.setEnabled(here and not why)
        self.setToolTip(why or self.accessibleName())
        self.setAccessibleDescription(why)


def why_not(words: Words, role: str, form: str) -> str:
    """Why this role does not sign this form, with who does; "" where it does."""
    say = words.say
    sign = [one.code for one in ROLES.values() if form in one.signs]
    if role in sign:
        return ""
    if not sign:
        return say("This form is not signed electronically")
    who = ", ".join(role_name(words, one) for one in sign)
    return say(
        "Signed electronically only by: {roles}; you act as {role}", roles=who, role=role_name(words, role)
    )


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

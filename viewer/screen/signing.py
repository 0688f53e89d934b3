"""Signing a paper electronically: the clinician's key, where to keep the file; then one export, signed.

The key is opened first, so that nothing is written down as an export that a wrong passphrase would have stopped, and
it is closed whatever happens. It signs for nobody but its holder, and nothing but what was seen when it was asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from viewer.base.clock import MachineClock
from viewer.base.words import Words
from viewer.exchange.time_stamps import time_stamp
from viewer.record.news import standing
from viewer.screen.ask import confirm
from viewer.screen.context import Document, PageContext
from viewer.screen.issuing import NewSinceShown, Sealing
from viewer.screen.printout import Printout
from viewer.screen.role_names import role_name
from viewer.screen.signing_key import ask_for_key, sign_words
from viewer.screen.widgets.buttons import Button
from viewer.signin.people import Clinician
from viewer.signin.roles import ROLES
from viewer.signin.same_person import Holder, holder
from viewer.view.sheet import Tone
from viewer.view.signature import seal_words
from viewer.visit.errors import WrongMoment
from viewer.visit.states import AtDesk, Open

if TYPE_CHECKING:
    from viewer.paper.sealing import Key


class SignButton(Button):
    """Signs what ``printout`` is about at the moment it is pressed, where the role that acts signs such a form."""

    def __init__(
        self, context: PageContext, text: str, errand: str, printout: Callable[[], Printout]
    ) -> None:
        super().__init__(context.theme, text, icon="shield-check", name=sign_words(context))
        self._context, self._errand, self._printout = context, errand, printout
        self.clicked.connect(self._press)

    def _press(self) -> None:
        state = self._context.visit.state
        if isinstance(state, Open):
            self._context.errands.start(self._errand, sign(self._context, self._printout(), state))

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


async def sign(context: PageContext, printout: Printout, seen: Open) -> None:
    """Ask for the key and the place, sign what was ``seen``, keep; nothing when the clinician changed their mind or the
    key is another's.

    Raises:
        SealingFailed: the key does not sign; its code says why.
        NewSinceShown: the record is not any more what was seen.
        OutboxUnwritable: the paper may not leave.
    """
    now = MachineClock().now()  # a certificate is valid by the world's clock, not by the sandbox's
    key = await ask_for_key(context, now)
    if key is None:
        return
    try:
        if await _is_theirs(context, key, seen.clinician):
            await printout.sign(_sealing(context, key, now, partial(_unchanged, context, seen)))
    finally:
        await asyncio.to_thread(key.close)


async def _is_theirs(context: PageContext, key: "Key", clinician: Clinician) -> bool:
    """Whether the certificate is the clinician's; who they are is asked where its name cannot be compared."""
    say, found = context.words.say, holder(key.name, key.licence, clinician)
    held = say("In the certificate: {name}", name=" ".join(filter(None, (key.name, key.licence))) or "-")
    own = say("Signed in: {name}", name=" ".join(filter(None, (clinician.name, clinician.licence))))
    if found is Holder.UNKNOWN:
        both = "\n".join((held, own, "", say("These two names cannot be compared by the program")))
        question = say("Is this certificate your own?")
        return await confirm(context.window, question, both, yes=say("It is mine: sign"), no=say("Cancel"))
    if found is Holder.OTHER:
        context.notices.tell(
            say("The certificate is not of who is signed in: nothing was signed"), f"{held} · {own}",
            say("Use your own certificate, or let its holder sign in"), tone=Tone.DOUBT, stays=True,
        )  # fmt: skip
    return found is Holder.SAME


async def _unchanged(context: PageContext, seen: Open) -> None:
    """What the record holds, who answered and what was written are as they were seen.

    Raises:
        NewSinceShown: they are not.
        WrongMoment: the record is closed.
    """
    state = context.visit.state
    if not isinstance(state, Open):
        raise WrongMoment("the record is closed")
    if _said(state) != _said(seen):
        raise NewSinceShown("other answers or words")
    if state.record is not seen.record:
        before = await asyncio.to_thread(standing, seen.record)
        if before != await asyncio.to_thread(standing, state.record):
            raise NewSinceShown("other rows")


def _said(state: Open) -> tuple[object, ...]:
    """What was written, and how far everybody has answered."""
    answers = tuple((line.facility.hcode, line.state) for line in state.ledger.lines)
    return state.referral, state.reconciliation, answers


def _sealing(
    context: PageContext, key: "Key", now: datetime, unchanged: Callable[[], Awaitable[None]]
) -> Sealing:
    """With a time stamp where the site names an authority for it."""
    words, authority = context.words, context.visit.profile.time_stamps

    def said(paper: Document) -> tuple[str, ...]:
        return seal_words(paper.signer, key.name, key.issuer, now, words)

    def seal(paper: Document, pdf: bytes) -> bytes:
        from viewer.paper.sealing import sealed

        ask = partial(time_stamp, authority) if authority else None
        return sealed(pdf, key, reason=paper.title, place=paper.facility, ask_for_time=ask)

    return Sealing(said, seal, unchanged)

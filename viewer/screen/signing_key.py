"""The clinician's key, opened for one act: a certificate's file with its passphrase, or a token with its PIN.

Secrets go from their field to the key and are kept nowhere. A token is offered where the site's profile names the
library that speaks to it.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.base.words import Words
from viewer.screen.ask import choose, passphrase, which_file
from viewer.screen.context import PageContext

if TYPE_CHECKING:
    from viewer.paper.sealing import Key
    from viewer.paper.tokens import Token, Tries

_KINDS = "PKCS#12 (*.p12 *.pfx)"


def sign_words(context: PageContext) -> str:
    """What the button says: with what one can sign here."""
    say = context.words.say
    if context.visit.profile.token_module is None:
        return say("Sign electronically (.p12 certificate file)")
    return say("Sign electronically (token or .p12 certificate file)")


async def ask_for_key(context: PageContext, now: datetime) -> "Key | None":
    """The key, or None when the clinician changed their mind. Whoever gets it closes it.

    Raises:
        SealingFailed: it cannot sign; its code says why.
    """
    module, say = context.visit.profile.token_module, context.words.say
    if module is None:
        return await _from_file(context, now)
    kinds = (say("Token (card or USB stick)"), say("Certificate file (.p12)"))
    chosen = await choose(context.window, say("Sign electronically"), say("Where is your key?"), kinds)
    if chosen is None:
        return None
    return await (_from_token(context, module, now) if chosen == 0 else _from_file(context, now))


async def _from_file(context: PageContext, now: datetime) -> "Key | None":
    say = context.words.say
    file = await which_file(context.window, say("File of your certificate"), _KINDS)
    if file is None:
        return None
    secret = await passphrase(context.window, say("Passphrase of the certificate"), file.name)
    if secret is None:
        return None
    return await asyncio.to_thread(_open_file, file, secret, now)


async def _from_token(context: PageContext, module: Path, now: datetime) -> "Key | None":
    say = context.words.say
    found = await asyncio.to_thread(_tokens, module)
    place: int | None = 0
    if len(found) > 1:
        labels = tuple(f"{number}. {token.label}" for number, token in enumerate(found, 1))
        place = await choose(context.window, say("Sign electronically"), say("Which token?"), labels)
    if place is None:
        return None
    token = found[place]
    warned = " · ".join(filter(None, (token.label, _tries_words(token.tries, context.words))))
    pin = await passphrase(context.window, say("PIN of the token"), warned)
    if pin is None:
        return None
    return await _unless_left(asyncio.to_thread(_open_token, module, token, pin, now))


async def _unless_left(opening: Coroutine[Any, Any, "Key"]) -> "Key":
    """The key; where nobody waits for it any more, it is closed as soon as it is open: a token stays logged in."""
    task = asyncio.ensure_future(opening)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(
            lambda done: None if done.cancelled() or done.exception() else done.result().close()
        )
        raise


def _tries_words(tries: "Tries", words: Words) -> str:
    """What the token tells before a PIN is typed."""
    told = {
        "few": words.say("a wrong PIN was entered before: it locks after a few"),
        "last": words.say("LAST TRY: a wrong PIN locks it"),
    }
    return told.get(tries.value, "")


def _open_file(file: Path, secret: str, now: datetime) -> "Key":
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


def _tokens(module: Path) -> "tuple[Token, ...]":
    from viewer.paper.errors import PinLocked, SealingMissing

    try:
        from viewer.paper.tokens import Tries, tokens
    except ImportError:
        raise SealingMissing("the extra is not installed") from None
    found = tokens(module)
    usable = tuple(token for token in found if token.tries is not Tries.NONE)
    if not usable:
        raise PinLocked("every token")
    return usable


def _open_token(module: Path, token: "Token", pin: str, now: datetime) -> "Key":
    from viewer.paper.tokens import open_token

    return open_token(module, token, pin, now)

"""A letter made to leave the program: with a code by which it can be verified, where the exchange takes its digest.

The code is on the paper before its digest is known, so it is registered last; where that does not succeed, the paper is
made again without it and says so. No paper leaves with a code that nobody knows.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace

from viewer.screen.context import PageContext
from viewer.view.proof import no_proof, proof_on_paper, proof_to_come
from viewer.view.sheet import Letter
from viewer.visit.chart import Chart

Seal = Callable[[bytes], bytes]
"""Signs a finished paper. Blocks."""


def preview(context: PageContext, letter: Letter) -> Letter:
    """The letter as it will be printed, the place of its code kept."""
    chart, address = context.visit.chart, context.visit.profile.verify
    if chart is None or not address or not chart.proving.offered:
        return replace(letter, proof=no_proof(context.words, offered=False))
    return replace(letter, proof=proof_to_come(address, context.words))


async def issue(
    context: PageContext, chart: Chart, letter: Letter, seal: Seal | None = None, *, copy: int = 1
) -> bytes:
    """The letter's PDF, sealed where ``seal`` is given, and registered under its code as this copy.

    Raises:
        SealingFailed: it could not be signed.
        WrongMoment: the record was closed meanwhile.
    """
    words, address = context.words, context.visit.profile.verify
    if not address or not chart.proving.offered:
        return await _made(context, replace(letter, proof=no_proof(words, offered=False)), seal)
    code = chart.proving.new_code()
    pdf = await _made(context, replace(letter, proof=proof_on_paper(code, address, words)), seal)
    if await chart.proving.register("referral", code, pdf, _fingerprint(letter), copy):
        return pdf
    return await _made(context, replace(letter, proof=no_proof(words, offered=True)), seal)


async def _made(context: PageContext, letter: Letter, seal: Seal | None) -> bytes:
    pdf = await context.paper(letter)
    return await asyncio.to_thread(seal, pdf) if seal is not None else pdf


def _fingerprint(letter: Letter) -> str:
    """The same for two letters that say the same of the patient: without what differs between any two copies."""
    said = replace(letter, sent="", footer=(), running_head="", data=b"", proof=None, sealed=(), link=None)
    return hashlib.sha256(repr(said).encode()).hexdigest()

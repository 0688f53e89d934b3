"""A paper made to leave the program: with a code by which it can be verified, where the exchange takes its digest, and
signed where somebody signs it. One way for every form that whoever issues it signs.

The code is on the paper before its digest is known, so it is registered last; where that does not succeed, the paper is
made again without it and says so. No paper leaves with a code that nobody knows.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from viewer.base.errors import PrawatError
from viewer.screen.context import Document, PageContext
from viewer.view.allergy_card import AllergyCard
from viewer.view.forms.blocks import Form
from viewer.view.proof import no_proof, proof_on_paper, proof_to_come
from viewer.view.reconciling.form import MedicinesForm
from viewer.view.sheet import Letter, Proof
from viewer.visit.chart import Chart

_Paper = TypeVar("_Paper", bound=Letter | MedicinesForm | AllergyCard | Form)


class NewSinceShown(PrawatError):
    """Something came after the paper was looked at: nobody signs what they have not seen."""

    code = "new-since-shown"


@dataclass(frozen=True, slots=True)
class Sealing:
    """A key in hand. ``said`` gives the words printed where a paper is signed; ``seal`` signs its file, and blocks.
    ``unchanged`` raises NewSinceShown where the record is not any more what was seen when the key was asked for."""

    said: Callable[[Document], tuple[str, ...]]
    seal: Callable[[Document, bytes], bytes]
    unchanged: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy on its way out. ``kind``: papers of one kind that say something else take each other's place;
    ``reference`` of the audit."""

    kind: str
    reference: str
    sealing: Sealing | None = None


def preview(context: PageContext, paper: _Paper) -> _Paper:
    """The paper as it will be printed, the place of its code kept."""
    chart, address = context.visit.chart, context.visit.profile.verify
    if chart is None or not address or not chart.proving.offered:
        return replace(paper, proof=no_proof(context.words, offered=False))
    return replace(paper, proof=proof_to_come(address, context.words))


async def issue(context: PageContext, chart: Chart, paper: _Paper, copy: Copy) -> bytes:
    """The paper's PDF, sealed where a key is in hand, and registered under its code as the copy that was written down.

    Raises:
        SealingFailed: it could not be signed.
        NewSinceShown: it is not what was seen.
        WrongMoment: the record was closed meanwhile.
    """
    chart.check_open()
    number = next(known.number for known in chart.state.papers if known.reference == copy.reference)
    words, address, sealing = context.words, context.visit.profile.verify, copy.sealing
    if sealing is not None:
        await sealing.unchanged()
        paper = replace(paper, sealed=sealing.said(paper))

    async def made(proof: Proof) -> bytes:
        vouched = replace(paper, proof=proof)
        pdf = await context.paper(vouched)
        if sealing is not None:
            pdf = await asyncio.to_thread(sealing.seal, vouched, pdf)
        chart.check_open()
        return pdf

    if not address or not chart.proving.offered:
        return await made(no_proof(words, offered=False))
    code = chart.proving.new_code()
    pdf = await made(proof_on_paper(code, address, words))
    said = await asyncio.to_thread(fingerprint, paper)
    if await chart.proving.register(copy.kind, code, pdf, said, number):
        return pdf
    return await made(no_proof(words, offered=True))


def fingerprint(paper: Document) -> str:
    """The same for two papers that say the same of the patient: without what differs between any two copies."""
    if isinstance(paper, Letter | Form):
        paper = replace(paper, link=None)
    told = repr(replace(paper, footer=(), running_head="", proof=None, sealed=()))
    if isinstance(paper, Letter | Form) and paper.sent:
        told = told.replace(repr(paper.sent)[1:-1], "")
    return hashlib.sha256(told.encode()).hexdigest()

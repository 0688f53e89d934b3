"""PDF pages a second: Thai shaped, searchable and embedded, held against ReportLab's own unshaped paragraphs."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import keys_made
import pypdfium2 as pdfium
from data.thai.paragraphs import paragraphs
from form_samples import Told
from paper_samples import pages_of, thai
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from viewer.base.resources import resource
from viewer.paper.document import sheets_pdf
from viewer.paper.referral import referral_pdf
from viewer.paper.sealing import open_key, sealed
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.sheet import Letter, Sheet
from viewer.view.signature import seal_words

if TYPE_CHECKING:
    from bench.run import Add

ROUNDS = 3
PRINTS = 1000


def pages_a_second(make: Callable[[], bytes]) -> float:
    """The best of some rounds, gc paused; the first, which loads fonts and words, does not count."""
    data = make()
    document = pdfium.PdfDocument(data)
    pages = len(document)
    document.close()
    rates = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        make()
        rates.append(pages / (time.perf_counter() - start))
        gc.enable()
    return max(rates)


def shaped(texts: list[str]) -> bytes:
    """The paragraphs as the sentences of a sheet."""
    sheet = Sheet("others", "ย่อหน้า", (), tuple(texts))
    return sheets_pdf((sheet,), thai(), header="", footer=())


def unshaped(texts: list[str]) -> bytes:
    """The same paragraphs by ReportLab alone: no shaping, no Thai line breaks."""
    if "Plain" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Plain", str(resource("fonts", "Sarabun-Regular.ttf"))))
    style = ParagraphStyle("plain", fontName="Plain", fontSize=9.5, leading=14.5)
    out = BytesIO()
    story: list[Flowable] = []
    for text in texts:
        story += Paragraph(text.replace("&", "&amp;"), style), Spacer(1, 3)
    SimpleDocTemplate(out, pagesize=A4, initialFontName="Plain").build(story)
    return out.getvalue()


def measure(add: "Add") -> None:
    """Dense paragraphs, shaped and unshaped; and a whole letter, from the press of the key."""
    texts = list(paragraphs())
    against = pages_a_second(lambda: unshaped(texts))
    value = pages_a_second(lambda: shaped(texts))
    add("pdf pages per second", value, "pages/s", against, value / against)
    words = thai()
    told = Told(1, words)

    def letter() -> Letter:
        """Of person 1, with its rows as data: what is done when the key is pressed, the record being open."""
        return letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)

    assert len(pages_of(referral_pdf(letter(), words))) == 2
    add(
        "pdf: a referral letter of two pages",
        milliseconds(lambda: referral_pdf(letter(), words)),
        "ms",
        budget=300,
    )
    key = open_key(keys_made.key_file(), keys_made.PASSPHRASE, keys_made.NOW)
    seal = seal_words(letter().signer, key.name, key.issuer, keys_made.NOW, words)

    def signed() -> bytes:
        return sealed(referral_pdf(replace(letter(), sealed=seal), words), key, reason="", place="")

    add(
        "pdf: the same signed",
        milliseconds(signed),
        "ms",
        budget=700,
    )
    held = memory_of_prints(PRINTS)
    add(f"pdf: memory grown from print 100 to print {PRINTS:,}", held[-1] - held[0], "MB", budget=5)
    made = letter()
    rate = 2000 / milliseconds(lambda: referral_pdf(made, words))
    add("pdf pages per second, tagged letters", rate, "pages/s", budget=12)


def memory_of_prints(count: int) -> list[float]:
    """Megabytes after each hundred prints, in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("memory_of_prints.py")), str(count)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    held: list[float] = json.loads(told)
    return held


def milliseconds(make: Callable[[], bytes]) -> float:
    """The best of some rounds, after the first, which loads fonts, words and libraries."""
    make()
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        make()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)

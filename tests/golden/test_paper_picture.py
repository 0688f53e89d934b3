"""The first page of the letter as a picture, held against a kept one.

After a wanted change of the look: ``PRAWAT_KEEP=1 python -m pytest tests/golden/test_paper_picture.py`` and look at it.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from paper_samples import LETTER, thai
from PIL import Image

from viewer.paper.pages import page_images
from viewer.paper.referral import referral_pdf

KEPT = Path(__file__).parent / "paper"
SCALE = 1.0  # 72 pixels an inch: small files, and Thai marks are still seen
BLOCK = 4  # pixels a side that are averaged before comparing: another pdfium may smooth letters otherwise
MOST = 24  # of 255: how much darker or lighter a block may be


def blocks(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The picture in averaged blocks."""
    height, width = (side // BLOCK * BLOCK for side in picture.shape)
    cut = picture[:height, :width].astype(np.float64)
    averaged: NDArray[np.float64] = cut.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).mean(
        axis=(1, 3)
    )
    return averaged


@pytest.mark.parametrize("page", [0, 1])
def test_the_letter_looks_as_it_was_approved(page: int) -> None:
    width, height, pixels = list(page_images(referral_pdf(LETTER, thai()), SCALE))[page]
    drawn = np.frombuffer(pixels, np.uint8).reshape(height, width, 3).mean(axis=2).astype(np.uint8)
    kept = KEPT / f"letter-{page + 1}.png"
    if os.environ.get("PRAWAT_KEEP"):
        kept.parent.mkdir(exist_ok=True)
        steps = np.minimum(255, (drawn.astype(np.int32) + 4) // 8 * 8).astype(np.uint8)  # a smaller file
        Image.fromarray(steps).save(kept, optimize=True)
    wanted = np.asarray(Image.open(kept).convert("L"))
    assert drawn.shape == wanted.shape
    difference = np.abs(blocks(drawn) - blocks(wanted))
    assert difference.max() <= MOST, f"{(difference > MOST).sum()} of {difference.size} places differ"


def test_the_comparison_sees_a_lost_tone_mark() -> None:
    """The tolerance is not so wide that a missing mark would pass."""
    wanted = np.asarray(Image.open(KEPT / "letter-1.png").convert("L"))
    spoiled = wanted.copy()
    rows, columns = np.nonzero(spoiled < 80)
    at = (rows[len(rows) // 2], columns[len(rows) // 2])
    spoiled[at[0] - 1 : at[0] + 2, at[1] - 1 : at[1] + 2] = 255
    assert np.abs(blocks(spoiled) - blocks(wanted)).max() > MOST

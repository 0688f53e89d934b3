"""Every form of six sandbox people, as PDF and as pictures of its pages (``make papers``).

They go to out/pictures/papers/, to be looked at page by page. WORDS pick forms by name.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from form_samples import FORMS, LABELS, Told
from paper_samples import thai
from PIL import Image

from viewer.base.words import Words
from viewer.paper.form import form_pdf
from viewer.paper.label import label_pdf
from viewer.paper.pages import page_images

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "out" / "pictures" / "papers"
PEOPLE = (1, 2, 4, 5, 8, 12)
Made = TypeVar("Made")
SCALE = 1.1  # of 72 pixels an inch


def main(wanted: list[str]) -> int:
    """Write the forms whose names hold one of the words; all without words."""
    words = thai()
    made: dict[str, Callable[[Told], bytes]] = {
        **{name: _set(form_pdf, make, words) for name, make in FORMS.items()},
        **{name: _set(label_pdf, make, words) for name, make in LABELS.items()},
    }
    for name, make in made.items():
        if wanted and not any(word in name for word in wanted):
            continue
        folder = OUT / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number in PEOPLE:
            pdf = make(Told(number, words))
            (folder / f"{number:02d}.pdf").write_bytes(pdf)
            for page, (width, height, pixels) in enumerate(page_images(pdf, SCALE), 1):
                picture = Image.frombytes("RGB", (width, height), pixels)
                picture.save(folder / f"{number:02d}-{page}.png")
        sys.stdout.write(f"{name}: {len(list(folder.glob('*.png')))} pages\n")
    return 0


def _set(
    pdf_of: Callable[[Made, Words], bytes], make: Callable[[Told], Made], words: Words
) -> Callable[[Told], bytes]:
    return lambda told: pdf_of(make(told), words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

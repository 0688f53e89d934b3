"""Cut the characters of Chinese and Japanese names out of Droid Sans Fallback: ``python packaging/han_font.py FONT``.

FONT is DroidSansFallbackFull.ttf (Debian's fonts-droid-fallback, Apache-2.0); what is kept are the ideographs of
GB 2312, of the first level of Big5 and of JIS X 0208, kana and the signs that stand between them. It writes
resources/fonts/DroidSansFallbackHan.ttf: a third of the font, for names only.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import uharfbuzz as hb

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "DroidSansFallbackHan.ttf"
_SIGNS = (range(0x3001, 0x3030), range(0x3041, 0x3100), range(0xFF01, 0xFF5F))
_ROWS = {
    "gb2312": (range(0xB0, 0xF8), range(0xA1, 0xFF)),
    "euc_jp": (range(0xB0, 0xD0), range(0xA1, 0xFF)),
    "big5": (range(0xA4, 0xC7), range(0x40, 0xFF)),
}


def characters() -> Iterator[int]:
    """The characters that are kept."""
    for codec, (leads, trails) in _ROWS.items():
        yield from _of(codec, leads, trails)
    for signs in _SIGNS:
        yield from signs


def _of(codec: str, leads: Iterable[int], trails: Iterable[int]) -> Iterator[int]:
    for lead in leads:
        for trail in trails:
            told = bytes((lead, trail)).decode(codec, "ignore")
            if len(told) == 1 and ord(told) > 0xFF:
                yield ord(told)


def main(font: Path) -> int:
    """Write the cut; the exit code."""
    face = hb.Face(hb.Blob(font.read_bytes()))
    wanted = hb.SubsetInput()
    kept = set(characters()) & set(face.unicodes)
    wanted.sets(hb.SubsetInputSets.UNICODE).update(kept)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    TARGET.write_bytes(hb.subset(face, wanted).blob.data)
    sys.stdout.write(f"{TARGET.name}: {len(kept)} characters, {TARGET.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Memory after many prints, in megabytes: told as JSON, a list of what the process holds after each hundred.

    python memory_of_prints.py COUNT

Every print is a letter of its own, set, signed every tenth time, and drawn in grey as a printer gets it. A process of
its own: what earlier benches left behind would count.
"""

import gc
import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import keys_made
from paper_samples import LETTER, thai

from viewer.paper.pages import grey_page, page_sizes
from viewer.paper.referral import referral_pdf
from viewer.paper.sealing import open_key, sealed
from viewer.view.sheet import Proof
from viewer.view.signature import seal_words

DATA = b'{"resourceType":"Bundle"}' * 1000
DPI = 150


def resident() -> float:
    """Megabytes that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def main(count: int) -> None:
    """The first hundred load what is loaded once: fonts, words, libraries, caches."""
    words = thai()
    key = open_key(keys_made.key_file(), keys_made.PASSPHRASE, keys_made.NOW)
    seal = seal_words(LETTER.signer, key.name, key.issuer, keys_made.NOW, words)
    held = []
    for number in range(1, count + 1):
        proof = Proof("รหัสตรวจสอบเอกสาร", f"{number:012d}", f"https://verify.example/{number:012d}")
        letter = replace(LETTER, number=f"{number}/2569", proof=proof, data=DATA, data_said="ข้อมูล")
        if number % 10:
            pdf = referral_pdf(letter, words)
        else:
            pdf = sealed(referral_pdf(replace(letter, sealed=seal), words), key, reason="", place="")
        for page in range(len(page_sizes(pdf))):
            grey_page(pdf, page, DPI / 72)
        if number % 100 == 0:
            held.append(resident())
    sys.stdout.write(json.dumps(held))


main(int(sys.argv[1]))

"""Repeatable Thai clinical paragraphs for drawing and reading back: ``paragraphs()`` gives 400, always the same."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
MEDICINES = (
    "Metformin 500 mg",
    "Warfarin 3 mg",
    "อะม็อกซีซิลลิน 500 มก.",
    "พาราเซตามอล 500 มก.",
    "Simvastatin 20 mg",
    "ฟ้าทะลายโจร",
    "Enalapril 5 mg",
    "co-trimoxazole 480 mg",
)
VALUES = ("≥ 126 mg/dL", "37.5°C", "→ ลดลง", "5 µg", "12/8/2569", "148/86 มม.ปรอท", "α-fetoprotein", "±1 วัน")


def listed(name: str) -> list[str]:
    """Lines of a list beside this file, without its comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def hard_words() -> list[str]:
    """Words that a program without shaping draws wrong."""
    return listed("words.txt")


def sentences() -> list[list[str]]:
    """Sentences as their pieces: a line may be broken between any two."""
    return [line.split("|") for line in listed("breaks.txt")]


def paragraphs(count: int = 400, seed: int = 2569) -> Iterator[str]:
    """Paragraphs of two to five sentences, each with a hard word, a medicine and a value put in somewhere."""
    random = Random(seed)  # repeatable on purpose
    words, said = hard_words(), ["".join(pieces) for pieces in sentences()]
    for _ in range(count):
        parts = random.sample(said, random.randint(2, 5))
        salt = " ".join(random.choice(choices) for choices in (words, MEDICINES, VALUES))
        parts.insert(random.randrange(len(parts) + 1), salt)
        yield " ".join(parts)

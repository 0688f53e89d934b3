"""Coverage-guided fuzzing of the taking apart and mending of pages (make fuzz); see driving."""

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

with atheris.instrument_imports(include=["viewer"]):
    from fuzz.checks import check_wire
    from fuzz.driving import drive
    from fuzz.mutations import mutate_bytes

if __name__ == "__main__":
    drive("wire", check_wire, mutate_bytes)

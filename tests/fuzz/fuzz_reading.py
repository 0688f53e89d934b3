"""Coverage-guided fuzzing of the reading and the sheets (make fuzz); see driving."""

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

with atheris.instrument_imports(include=["viewer"]):
    from fuzz.checks import check_reading
    from fuzz.driving import drive
    from fuzz.mutations import mutate_bytes

if __name__ == "__main__":
    drive("reading", check_reading, mutate_bytes)

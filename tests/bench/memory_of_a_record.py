"""Memory of the record in the page files of a folder, in megabytes above the bare program; told as JSON.

    python memory_of_a_record.py FOLDER

A process of its own: what earlier benches, or the making of the pages, left behind would count as the record's.
"""

import gc
import json
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.view.sheets import all_sheets

TODAY = date(2026, 11, 23)
HOSPITAL = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")


def resident() -> float:
    """Megabytes that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def main(folder: Path) -> None:
    """The bare program has read, and worded, an empty record: everything is loaded."""
    words = Words()
    all_sheets(Binder(TODAY, None).record(), Ledger(), TODAY, words)
    bare = resident()
    binder = Binder(TODAY, None)
    for page in sorted(folder.iterdir()):
        binder.add(page.read_bytes(), HOSPITAL)
    record = binder.record()
    held = resident() - bare
    sheets = all_sheets(record, Ledger(), TODAY, words)
    sys.stdout.write(json.dumps({"record": held, "sheets": resident() - bare, "count": len(sheets)}))


main(Path(sys.argv[1]))

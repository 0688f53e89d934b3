"""``python -m viewer.sandbox.world PEOPLE OUT``: the stories as FHIR files, as if each facility had handed one over.

One searchset Bundle for each person and facility, ``person-01-99001.json``: for reading without an exchange.
"""

import argparse
import json
import sys
from pathlib import Path

from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.loading import load
from viewer.sandbox.world.values import World


def export(world: World, out: Path) -> int:
    """Write every person at every facility that holds something; answers how many files.

    Raises:
        StoryError: when a story cannot be written.
        OSError: when a file cannot be.
    """
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for human in world.people:
        for hcode, shelf in world.resources.items():
            if human.patient_id not in shelf:
                continue
            bundle = {
                "resourceType": "Bundle",
                "type": "searchset",
                "entry": [
                    {"resource": resource, "search": {"mode": "match"}}
                    for resource in shelf[human.patient_id]
                ],
            }
            text = json.dumps(bundle, ensure_ascii=False, indent=1)
            (out / f"person-{human.number:02d}-{hcode}.json").write_text(text, encoding="utf-8")
            count += 1
    return count


def main() -> int:
    """The command line; 0, or 2 when the stories or the folder would not do."""
    parser = argparse.ArgumentParser(prog="python -m viewer.sandbox.world", description=__doc__)
    parser.add_argument("people", type=Path, help="the folder of stories")
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--seed", type=int, default=1)
    wishes = parser.parse_args()
    try:
        export(load(wishes.people, wishes.seed), wishes.out)
    except (StoryError, OSError) as why:
        sys.stderr.write(f"{why}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""``prawat rules``: the rules that medicines are held against, each with version, source, owner and day of review.

prawat rules [--format text|json]
"""

import argparse
import sys
from collections.abc import Sequence

from viewer.base.words import Words
from viewer.commands.written import sheets_json, sheets_text
from viewer.safety.reference import reference
from viewer.view.rules_list import rules_list


def run(arguments: Sequence[str]) -> int:
    """Print them; 0, or 1 where a table could not be read."""
    parser = argparse.ArgumentParser(prog="prawat rules", description=__doc__.splitlines()[0])
    parser.add_argument("--format", choices=("text", "json"), default="text")
    given = parser.parse_args(arguments)
    words = Words()
    sheet = rules_list(reference().book, words)
    told = sheets_json([[sheet]]) if given.format == "json" else sheets_text([(sheet.title, [sheet])], words)
    sys.stdout.write(told)
    return 1 if sheet.gaps else 0

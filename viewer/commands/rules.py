"""``prawat rules``: the rules that medicines are held against, each with version, source, owner and day of review.

prawat rules [--format text|json] [--site PROFILE]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer.base.words import Words
from viewer.commands.files import Unusable
from viewer.commands.site import site_profile, site_reference
from viewer.commands.written import sheets_json, sheets_text
from viewer.view.rules_list import rules_list


def run(arguments: Sequence[str]) -> int:
    """Print them; 0, 1 where a table could not be read, 2 where the site's profile could not."""
    parser = argparse.ArgumentParser(prog="prawat rules", description=__doc__.splitlines()[0])
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--site", metavar="PROFILE", type=Path,
                        help="the site's profile, whose rules stand beside ours")  # fmt: skip
    given = parser.parse_args(arguments)
    words = Words()
    try:
        book = site_reference(site_profile(given.site)).book
    except Unusable as error:
        sys.stderr.write(f"prawat rules: [{error.code}] {words.say(error.message, **error.values)}\n")
        return 2
    sheet = rules_list(book, words)
    told = sheets_json([[sheet]]) if given.format == "json" else sheets_text([(sheet.title, [sheet])], words)
    sys.stdout.write(told)
    return 1 if sheet.gaps else 0

"""Pictures of every page in every state, from the real program on the real sandbox: ``python tests/pictures/run.py``.

They go to out/pictures/, one folder per story, to be looked at: clipped Thai, overlapping marks, dull or cramped
layout are defects that no assertion finds. WORDS pick stories by name.
"""

import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pictures.album import BOONMEE, BOONRUEN, KITTI, PHUPHA, PRASIT, RUNGTIWA, THANAKORN, THONGSUK, Album
from pictures.help_stories import helping
from pictures.paper_stories import a_link_on_a_letter, a_paper_received, printing, referring
from pictures.record_stories import (
    allergy_cards,
    asking_again,
    before_the_record,
    everywhere,
    first_page,
    negations,
    opening_what_is_restricted,
    reading,
    reconciling,
    two_units,
)

from viewer.app import stage
from viewer.base.settings import Preferences
from viewer.commands.actors import Browser
from viewer.commands.rented import sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "out" / "pictures"
SMALL, LARGE = (1366, 768), (1920, 1080)

STORIES: dict[str, tuple[str, tuple[int, int], Preferences, Callable[[Album], Awaitable[None]]]] = {
    "before": ("theeradet", SMALL, Preferences(), before_the_record),
    "before-1920": ("theeradet", LARGE, Preferences(), before_the_record),
    "before-en": ("on-anong", SMALL, Preferences(language="en"), before_the_record),
    "boonmee": ("on-anong", SMALL, Preferences(), reading(BOONMEE)),
    "boonmee-1920": ("on-anong", LARGE, Preferences(), reading(BOONMEE)),
    "boonmee-150": ("on-anong", LARGE, Preferences(scale=150), reading(BOONMEE)),
    "boonmee-en": ("on-anong", SMALL, Preferences(language="en"), reading(BOONMEE)),
    "boonruen": ("theeradet", SMALL, Preferences(), reading(BOONRUEN)),
    "rungtiwa-pharmacist": ("siriporn", SMALL, Preferences(), reading(RUNGTIWA)),
    "prasit-nurse": ("sudarat", SMALL, Preferences(), reading(PRASIT)),
    "prasit-clerk": ("jiraporn", SMALL, Preferences(), reading(PRASIT)),
    "kitti": ("on-anong", SMALL, Preferences(), reading(KITTI)),
    "asking-again": ("on-anong", SMALL, Preferences(), asking_again),
    "two-units": ("on-anong", SMALL, Preferences(), two_units),
    "negations": ("theeradet", SMALL, Preferences(), negations),
    "cards": ("siriporn", SMALL, Preferences(), allergy_cards),
    "cards-en": ("siriporn", SMALL, Preferences(language="en"), allergy_cards),
    "linked": ("on-anong", SMALL, Preferences(), a_link_on_a_letter),
    "received": ("on-anong", SMALL, Preferences(), a_paper_received),
    "received-150": ("on-anong", LARGE, Preferences(scale=150), a_paper_received),
    "reconciling": ("siriporn", SMALL, Preferences(), reconciling),
    "reconciling-1920": ("siriporn", LARGE, Preferences(), reconciling),
    "reconciling-150": ("siriporn", LARGE, Preferences(scale=150), reconciling),
    "reconciling-en": ("siriporn", SMALL, Preferences(language="en"), reconciling),
    "printing": ("on-anong", SMALL, Preferences(), printing),
    "printing-en": ("on-anong", SMALL, Preferences(language="en"), printing),
    "referring": ("on-anong", SMALL, Preferences(), referring),
    "referring-1920": ("on-anong", LARGE, Preferences(), referring),
    "referring-150": ("on-anong", LARGE, Preferences(scale=150), referring),
    "referring-nurse": ("sudarat", SMALL, Preferences(), referring),
    "referring-en": ("on-anong", SMALL, Preferences(language="en"), referring),
    "two-names": ("on-anong", SMALL, Preferences(), reading("9773546848745")),
    "restricted": ("on-anong", SMALL, Preferences(), opening_what_is_restricted),
    "restricted-150": ("on-anong", LARGE, Preferences(scale=150), opening_what_is_restricted),
    "notices": ("on-anong", SMALL, Preferences(), first_page(THONGSUK)),
    "notices-1920": ("on-anong", LARGE, Preferences(), first_page(THONGSUK)),
    "notices-150": ("on-anong", LARGE, Preferences(scale=150), first_page(THONGSUK)),
    "phupha": ("siriporn", SMALL, Preferences(), reading(PHUPHA)),
    "thanakorn-empty": ("wasan", SMALL, Preferences(), reading(THANAKORN)),
    "thongsuk-3000": ("wasan", SMALL, Preferences(), reading(THONGSUK)),
    "thongsuk-1920": ("wasan", LARGE, Preferences(), reading(THONGSUK)),
    "help": ("on-anong", SMALL, Preferences(), helping),
    "help-en": ("on-anong", SMALL, Preferences(language="en"), helping),
    "help-150": ("on-anong", LARGE, Preferences(scale=150), helping),
    "everywhere": ("on-anong", SMALL, Preferences(), everywhere),
    "everywhere-1920": ("on-anong", LARGE, Preferences(), everywhere),
}
MANY = (
    "--facilities",
    "300",
    "--seed",
    "7",
    "--weather",
    str(ROOT / "resources" / "weather" / "monsoon.json"),
)


def main(words: list[str]) -> int:
    """Take the pictures of the stories whose names hold one of the words; all without words."""
    for name, (who, size, preferences, story) in STORIES.items():
        if words and not any(word in name for word in words):
            continue
        folder = OUT / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with (
            sandbox("--latency", "0.05", *(MANY if "everywhere" in name else ())) as rented,
            stage(rented.profile, rented.now, Browser(who), preferences=preferences) as made,
        ):
            made.desk.window.resize(*size)
            made.desk.window.show()
            album = Album(made, rented, folder)

            async def played(story: Callable[[Album], Awaitable[None]] = story, album: Album = album) -> None:
                await story(album)
                await album.visit.sign_out()

            made.loop.run_until_complete(played())
        sys.stdout.write(f"{name}: {len(list(folder.iterdir()))} pictures\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

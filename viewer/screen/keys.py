"""The keys of the program, in words: one list for whoever waits at the desk, and for the help."""

from viewer.base.words import Words

Keys = tuple[tuple[str, str], ...]


def record_keys(words: Words) -> Keys:
    """Those of the open record that everybody needs."""
    say = words.say
    return (
        ("Ctrl+1 … 7", say("pages of the record")), ("F6", say("answers by facility")),
        ("F8", say("whole citizen number, while held")), ("Ctrl+P", say("print the referral letter")),
        ("F10", say("Print a form")), ("Ctrl+W", say("close and wipe the record")),
        ("F1", say("help")), ("Esc", say("back, cancel")),
    )  # fmt: skip


def other_keys(words: Words) -> Keys:
    """Those of single pages, and of the window."""
    say = words.say
    return (
        ("F4", say("dispensing history, on the page of medicines")),
        ("F7", say("rows of restricted access")),
        ("F9", say("rules that medicines are held against")),
        ("Ctrl+Z", say("take back, where medicines are decided and referrals written")),
        ("Ctrl+Y", say("do again")),
        ("Ctrl+C", say("copy the chosen rows of a table as text")),
        ("Ctrl+O", say("open a PDF paper and check it")),
        ("Ctrl+Q", say("leave the program: the record is wiped first")),
    )

"""What the help says, section by section: plain, short, and nothing of any person."""

from dataclasses import dataclass

from viewer.base.words import Words
from viewer.screen.bar import PAGES, page_title
from viewer.screen.keys import Keys, other_keys, record_keys


@dataclass(frozen=True, slots=True)
class Topic:
    """One section: sentences, then words with what they mean; ``keys`` are drawn as key caps."""

    title: str
    icon: str
    said: tuple[str, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    keys: Keys = ()


def topics(words: Words) -> tuple[Topic, ...]:
    """All sections in their order."""
    return (
        _pages(words),
        _keys(words),
        _silence(words),
        _printing(words),
        _signatures(words),
        _remembered(words),
    )


def _pages(words: Words) -> Topic:
    say = words.say
    about = {
        "summary": say(
            "On one page: allergies, warnings, problems, medicines in use, key results, last visits"
        ),
        "timeline": say("Everything by date in lanes; wheel or + and − zoom, dragging or arrows move"),
        "medicines": say(
            "One row for each medicine with its sources, days left, what does not go together; decide and sign"
        ),
        "results": say("Tests by date in a grid, and over time; different units never on one line"),
        "allergies": say("All rows as each facility sent them, also those that were refuted"),
        "documents": say(
            "Documents, reports and texts of the facilities; PDF papers are opened and checked here"
        ),
        "referral": say("Write a referral or a reply, see it as it will be printed, print, save or sign it"),
    }
    return Topic(
        say("What each page holds"),
        "layout-dashboard",
        (say("Which pages there are depends on your role."),),
        tuple((f"{page.number}  {page_title(words, page.slug)}", about[page.slug]) for page in PAGES),
    )


def _keys(words: Words) -> Topic:
    return Topic(words.say("Keys"), "keyboard", keys=(*record_keys(words), *other_keys(words)))


def _silence(words: Words) -> Topic:
    say = words.say
    return Topic(
        say("What “{words}” means", words=say("No data found")),
        "search",
        (
            say(
                "The facilities that answered sent nothing of it. It does not mean that the patient has none."
            ),
            say(
                "“11 of 14 facilities answered” means that three may have something: F6 tells which, and why."
            ),
            say(
                "Not asked at all: facilities that the patient does not allow or that are not connected, "
                "and kinds of data that your role may not read."
            ),
            say("No known allergy is told only where a source says so: who, where and when."),
        ),
    )


def _printing(words: Words) -> Topic:
    say = words.say
    return Topic(
        say("Printing and saving"),
        "printer",
        (
            say(
                "Printed is what the record holds at that moment; the foot of each page says how complete it is."
            ),
            say(
                "The system's print queue holds a copy until it is printed; this program keeps none. "
                "A job that was not printed stays in the queue: delete it there."
            ),
            say(
                "A saved file is outside the protection of this program: whoever can open it can read it, "
                "and it is not wiped with the record. Delete it when it is not needed any more."
            ),
            say("Every opening, print and saving is written into the log of accesses."),
        ),
    )


def _signatures(words: Words) -> Topic:
    say = words.say
    return Topic(
        say("Electronic signatures"),
        "shield-check",
        (
            say("A paper that is opened is told how its signature stands:"),
        ),
        (
            (say("Signature valid, unchanged since it was signed"),
             say("The certificate was issued by somebody whom this site trusts")),
            (say("Unchanged since it was signed; who signed cannot be confirmed here"),
             say("The text is as it was signed, but this site does not know who issued the certificate")),
            (say("Something was added to the file after it was signed"),
             say("Only what stood there before was signed")),
            (say("The signature is not valid: the file was changed or the signature is damaged"),
             say("Do not rely on the paper: ask whoever sent it")),
            (say("What is not checked"),
             say("Whether a certificate was revoked is not asked. A signature tells who signed, not that it is right")),
        ),
    )  # fmt: skip


def _remembered(words: Words) -> Topic:
    say = words.say
    return Topic(
        say("What stays when a record is closed"),
        "eraser",
        (say("The record is wiped from memory; nothing of it is kept on this machine, except what follows."),),
        (
            (say("The log of accesses"), say("sealed, and sent to the network: who opened what, when, and for what")),
            (say("Language, text size, templates"), say("of this desk; nothing of a patient")),
            (say("What you wrote when a consent ended"),
             say("sealed in memory until you throw it away, open another person's record or sign out")),
            (say("How many copies of a paper were made"),
             say("in memory until you sign out; whose papers they were cannot be read from it")),
            (say("Outside this program"),
             say("saved files, printed paper, jobs in the print queue, copied rows: the system keeps those")),
        ),
    )  # fmt: skip

"""From the code of an error to three sentences: what happened, what is safe, what to do. No code stands alone."""

from dataclasses import dataclass

from viewer.base.errors import PrawatError
from viewer.base.words import Words
from viewer.screen.unsealed import unsealed

UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a person is told. ``lines`` is the form notices take."""

    what: str
    safe: str
    todo: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The three sentences, without the empty ones."""
        return tuple(line for line in (self.what, self.safe, self.todo) if line)


def code_of(error: BaseException) -> str:
    """The stable code of an error; anything that is not ours is "unexpected"."""
    return error.code if isinstance(error, PrawatError) else UNEXPECTED


def complaint(words: Words, code: str) -> Complaint:
    """The sentences of a code. An unknown one is told as unexpected, with the code as its number to report."""
    for table in (
        _signing_in, _identifying, _asking, _fetching, _accesses, _writing, _working, _sealing, _opening, _set_up,
    ):  # fmt: skip
        found = table(words).get(code)
        if found is not None:
            return found
    say = words.say
    return Complaint(
        say("Something went wrong that the program did not expect"),
        say("Nothing was lost at the source. What is on screen may be incomplete"),
        say(
            "Try once more. If it happens again, tell the person who looks after the program: {code}",
            code=code,
        ),
    )


def _signing_in(words: Words) -> dict[str, Complaint]:
    say = words.say
    again = say("Sign in again. If it happens again, ask the hospital's IT")
    nobody = say("Nobody is signed in and no record was opened")
    return {
        "sign-in": Complaint(say("Signing in did not succeed"), nobody, again),
        "provider-unreachable": Complaint(
            say("The sign-in service cannot be reached"), nobody,
            say("Check the network of this machine, then sign in again"),
        ),
        "provider-unsuited": Complaint(
            say("The sign-in service does not offer what this program needs"), nobody,
            say("Ask the hospital's IT to check the network's settings"),
        ),
        "browser-unavailable": Complaint(
            say("The browser could not be opened"), nobody,
            say("Set a default browser on this machine, then sign in again"),
        ),
        "sign-in-timed-out": Complaint(
            say("You did not finish in the browser in time"), nobody, say("Sign in again")
        ),
        "sign-in-cancelled": Complaint(say("Signing in was cancelled"), nobody, ""),
        "sign-in-refused": Complaint(
            say("The sign-in service refused this sign-in"), nobody,
            say("Check your account, or choose another one, then sign in again"),
        ),
        "answer-not-trusted": Complaint(
            say("The answer from the browser could not be trusted and was thrown away"), nobody, again
        ),
        "identity-not-trusted": Complaint(
            say("The proof of who you are could not be checked"), nobody,
            say("Check that this machine's clock is right, then sign in again"),
        ),
        "not-a-clinician": Complaint(
            say("This account has no role that may open records"), nobody,
            say("Sign in with your own health worker account, or ask for a role"),
        ),
        "no-post": Complaint(
            say("No post was found for you at any facility"), nobody,
            say("Ask your facility to enter your post in the network"),
        ),
        "sign-in-again": Complaint(
            say("Your sign-in has ended"), say("The record that was open is closed and wiped"), say("Sign in again")
        ),
        "session-refused": Complaint(
            say("Your sign-in has ended"), say("The record that was open is closed and wiped"), say("Sign in again")
        ),
    }  # fmt: skip


def _identifying(words: Words) -> dict[str, Complaint]:
    say = words.say
    closed = say("No record was opened")
    placeholder = Complaint(
        say("This number is used for people without a number"),
        say("It belongs to nobody, so nothing was searched"),
        say("Use the number on the person's own card"),
    )
    return {
        "not-found": Complaint(
            say("Nobody with this number was found in the network"),
            say("This does not mean that the person has no record anywhere"),
            say("Check the number against the card. If it is right, take the history from the patient"),
        ),
        "placeholder": placeholder,
        "placeholder-number": placeholder,
        "not-a-citizen-id": Complaint(
            say("A citizen number has 13 digits"), closed, say("Type all 13 digits, in any grouping")
        ),
        "identity": Complaint(say("This number cannot be used"), closed, say("Type the number on the card")),
    }


def _asking(words: Words) -> dict[str, Complaint]:
    say = words.say
    asked = say("Nothing of the patient was fetched")
    return {
        "consent": Complaint(say("The request for consent did not succeed"), asked, say("Ask again")),
        "consent-request-not-taken": Complaint(
            say("The exchange did not take the request for consent"), asked, say("Ask again")
        ),
        "permit-expired": Complaint(
            say("The time the patient allowed is over"), say("The record is closed and wiped"),
            say("Ask the patient again if you still need it"),
        ),
        "refused": Complaint(
            say("The exchange refused this request"), asked,
            say("Check that you act at the right facility, then try again"),
        ),
    }  # fmt: skip


def _fetching(words: Words) -> dict[str, Complaint]:
    say = words.say
    kept = say("What is already on screen is still right")
    again = say("Try again in a moment, or telephone the facility")
    return {
        "exchange": Complaint(say("The exchange did not answer as it should"), kept, again),
        "unreachable": Complaint(
            say("The exchange cannot be reached"), kept, say("Check the network of this machine, then try again")
        ),
        "timed-out": Complaint(say("The exchange did not answer in time"), kept, again),
        "busy": Complaint(say("The exchange is busy"), kept, say("Wait a minute, then try again")),
        "server-failed": Complaint(say("The exchange reported a fault of its own"), kept, again),
        "not-json": Complaint(say("The answer could not be read"), kept, again),
        "too-large": Complaint(say("The answer was larger than allowed and was not read"), kept, again),
        "redirected": Complaint(
            say("The exchange pointed to another address, and the program did not follow"), kept,
            say("Ask the hospital's IT to check the network's settings"),
        ),
        "origin-refused": Complaint(
            say("An address is not on this site's list, so nothing was sent there"), kept,
            say("Ask the hospital's IT to check the network's settings"),
        ),
        "pages-without-end": Complaint(say("The answer came in pages without end"), kept, again),
    }  # fmt: skip


def _writing(words: Words) -> dict[str, Complaint]:
    say = words.say
    kept = say("All that was decided is kept; sent again it does not stand there twice")
    return {
        "writing": Complaint(say("It does not stand at the exchange"), kept, say("Try again")),
        "not-kept": Complaint(
            say("The exchange answered, but does not give back all it was given"), kept,
            say("Try again: nothing stands there twice"),
        ),
    }  # fmt: skip


def _accesses(words: Words) -> dict[str, Complaint]:
    say = words.say
    support = say("Tell the person who looks after the program")
    unseen = say("Nothing was shown: every access must be written down first")
    return {
        "audit": Complaint(say("The access could not be written down"), unseen, support),
        "audit-unwritable": Complaint(
            say("The access could not be written down"), unseen,
            say("Check that this machine's disk is not full, then try again"),
        ),
        "audit-damaged": Complaint(say("The log of accesses on this machine is damaged"), unseen, support),
        "audit-parked": Complaint(
            say("The exchange refuses some accesses that were written down"),
            say("They are kept on this machine, those after them go on"), support,
        ),
        "audit-held": Complaint(
            say("The exchange takes no accesses from this sign-in now"),
            say("They are kept on this machine and tried again"),
            say("Sign out, then sign in again; where that does not help, tell who looks after the program"),
        ),
    }  # fmt: skip


def _working(words: Words) -> dict[str, Complaint]:
    say = words.say
    support = say("Tell the person who looks after the program")
    late = Complaint(
        say("That click came too late, the page has changed"), "",
        say("Look at the page as it is now, then choose again"),
    )  # fmt: skip
    return {
        "visit": late,
        "wrong-moment": late,
        "reason-missing": Complaint(
            say("No reason was given"), say("The row is still hidden and nothing was written down"),
            say("Choose a reason; for another one say which"),
        ),
        "no-such-fact": Complaint(
            say("This row is no longer there"), say("The record is still open and complete"),
            say("Close the row and open it again"),
        ),
        "paper": Complaint(
            say("The letter could not be made"), say("The record is still open and complete"), say("Try again")
        ),
        "shaping-missing": Complaint(
            say("Thai text cannot be set on paper on this machine"), say("The record is still open and complete"),
            support,
        ),
        "sheet-too-narrow": Complaint(
            say("A table does not fit the paper"), say("The record is still open and complete"), support
        ),
        "not-saved": Complaint(
            say("The file could not be saved"), say("The record is still open and complete"),
            say("Choose another folder, then save again"),
        ),
        "not-printed": Complaint(
            say("The printer did not take the pages"), say("The record is still open and complete"),
            say("Check the printer, then print again"),
        ),
    }  # fmt: skip


def _set_up(words: Words) -> dict[str, Complaint]:
    """What the site has written and the program cannot use."""
    say = words.say
    return {
        "settings-unreadable": Complaint(
            say("The site's settings could not be read"), say("Nothing was sent anywhere"),
            say("Ask the hospital's IT to check the network's settings"),
        ),
        **_tables(words),
    }  # fmt: skip


def _tables(words: Words) -> dict[str, Complaint]:
    """The site's own lists."""
    say = words.say
    nothing = say("Nothing was sent anywhere")
    return {
        "formulary-unreadable": Complaint(
            say("The site's list of medicines could not be read"), nothing,
            say("Ask the hospital's IT to check the list of medicines"),
        ),
        "rule-table-unreadable": Complaint(
            say("A table of rules for medicines could not be read"), say("The other rules are checked"),
            say("Ask the hospital's IT to check the table of rules"),
        ),
    }  # fmt: skip


def _sealing(words: Words) -> dict[str, Complaint]:
    return {code: Complaint(*three) for code, three in unsealed(words).items()}


def _opening(words: Words) -> dict[str, Complaint]:
    """Why a paper that carries data was not opened."""
    say = words.say
    unread, again = say("Nothing of it was read"), say("Ask the sender for the file again")
    return {
        "pdf-unreadable": Complaint(say("The PDF cannot be opened, it is broken or locked"), unread, again),
        "pdf-too-large": Complaint(say("The PDF is larger than any paper of ours"), unread, again),
        "pdf-without-data": Complaint(say("The PDF carries no data"), unread, say("Read it as it is")),
        "pdf-data-damaged": Complaint(say("The data in the PDF were changed or damaged"), unread, again),
    }

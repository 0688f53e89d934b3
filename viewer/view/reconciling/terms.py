"""What choices, kinds and informants are called, and the notes of one medicine in a line."""

from collections.abc import Iterator

from viewer.base.words import Words
from viewer.view.wording.grammar import Grammar
from viewer.visit.reconciliation import Choice, Entry, Informant, Kind, LastTaken

ICONS = {
    Choice.CONTINUE: "check",
    Choice.STOP: "octagon-x",
    Choice.HOLD: "pause",
    Choice.DOSE: "sliders-horizontal",
    Choice.SWITCH: "replace",
    Choice.RESUME: "refresh-cw",
    Choice.START: "plus",
    Choice.ASK: "clock-3",
}
KEYS = {str(number): choice for number, choice in enumerate(Choice, 1)}
"""The key of each choice: 1 ใช้ต่อ … 8 รอแพทย์พิจารณา."""


def choices(words: Words) -> dict[Choice, str]:
    """What may become of a medicine, in the order of its keys."""
    say = words.say
    return {
        Choice.CONTINUE: say("Go on taking"),
        Choice.STOP: say("Stop taking"),
        Choice.HOLD: say("Hold for now"),
        Choice.DOSE: say("Change dose"),
        Choice.SWITCH: say("Change medicine"),
        Choice.RESUME: say("Take up again"),
        Choice.START: say("Begin"),
        Choice.ASK: say("Doctor to decide"),
    }


def kinds(words: Words) -> dict[Kind, str]:
    """Where a medicine comes from that no facility told of."""
    say = words.say
    return {
        Kind.BOUGHT: say("Bought by the patient"),
        Kind.HERB: say("Herb or supplement"),
        Kind.ELSEWHERE: say("From a place that has not sent it"),
        Kind.NEW: say("New from today"),
    }


def informants(words: Words) -> dict[Informant, str]:
    """Who told how the medicines are taken."""
    say = words.say
    return {
        Informant.NOT_SAID: say("Informant not stated"),
        Informant.PATIENT: say("The patient"),
        Informant.RELATIVE: say("Relative or carer"),
        Informant.PACKAGES: say("Seen on the packages brought"),
        Informant.RECORD: say("From the record alone"),
    }


def taken_words(speech: Grammar, taken: LastTaken | None) -> str:
    """When it was last taken: as read, else as typed; "" when nothing was noted."""
    if taken is None:
        return ""
    if taken.day is None:
        return taken.typed
    at = f"{taken.clock.hour:02d}.{taken.clock.minute:02d}" if taken.clock else ""
    return " ".join(filter(None, (speech.day(taken.day), at)))


def notes_of(words: Words, entry: Entry) -> Iterator[str]:
    """What was noted beside the choice, labelled where the choice alone does not say what it is."""
    say = words.say
    choice = entry.decision.choice if entry.decision else None
    if entry.dose:
        yield say("now: {dose}", dose=entry.dose)
    elif choice is Choice.DOSE:
        yield say("new dose not written yet")
    if entry.instead:
        yield say("instead: {name}", name=entry.instead)
    elif choice is Choice.SWITCH:
        yield say("what instead is not written yet")
    if entry.reason:
        yield entry.reason

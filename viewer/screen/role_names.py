"""The roles of the role table in words."""

from viewer.base.words import Words


def role_name(words: Words, role: str) -> str:
    """A role in words; an unknown one as its code."""
    say = words.say
    return {
        "doctor": say("Doctor"),
        "pharmacist": say("Pharmacist"),
        "referral-nurse": say("Referral nurse"),
        "referral-clerk": say("Referral clerk"),
    }.get(role, role)

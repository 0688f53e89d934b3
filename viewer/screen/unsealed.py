"""Why a paper was not signed, in words: what happened, that nothing was saved, and what to do about it."""

from viewer.base.words import Words

Three = tuple[str, str, str]


def unsealed(words: Words) -> dict[str, Three]:
    """By an error's code: what happened, what is safe, what to do with the certificate or the token."""
    say = words.say
    unsigned = say("Nothing was signed and nothing was saved")
    renew = say("Ask who issued the certificate for a new one")
    return {
        "sealing-failed": (
            say("The letter could not be signed"), unsigned, say("Try again, or save it and sign by hand")
        ),
        "key-unreadable": (
            say("This is not a certificate file that can be used"), unsigned, say("Choose a .p12 or .pfx file")
        ),
        "key-passphrase": (
            say("The passphrase does not open the certificate"), unsigned,
            say("Type it again; mind the keyboard's language and capitals"),
        ),
        "key-missing": (
            say("The file holds no key to sign with"), unsigned,
            say("Choose the file that was given with its private key"),
        ),
        "key-expired": (say("The certificate has expired"), unsigned, renew),
        "key-not-yet": (
            say("The certificate is not valid yet"), unsigned,
            say("Check that this machine's clock is right, then try again"),
        ),
        "key-not-for-signing": (say("The certificate is not for signing"), unsigned, renew),
        **_tokens(words, unsigned),
        "new-since-shown": (
            say("New data came in after you looked at the paper: it is not signed"), unsigned,
            say("Look through what has come, then sign anew"),
        ),
        "time-stamp-missing": (
            say("The time stamping service gave no time stamp"), unsigned, say("Try again in a while")
        ),
        "sealing-missing": (
            say("Signing is not installed with this program"), unsigned,
            say("Ask the hospital's IT to install it, or sign by hand"),
        ),
    }  # fmt: skip


def _tokens(words: Words, unsigned: str) -> dict[str, Three]:
    """Why a token did not sign."""
    say = words.say
    wrong = say("The token refuses the PIN")
    unlock = say("Ask who issued the token to unlock it, or sign with a certificate file")
    return {
        "token-module": (
            say("The library that speaks to tokens cannot be loaded"), unsigned,
            say("Ask the hospital's IT to check token_module in the site's profile"),
        ),
        "token-missing": (
            say("No token was found"), unsigned, say("Put the token into its reader, wait a moment, and try again")
        ),
        "token-pin": (wrong, unsigned, say("Type it again; mind the keyboard's language and capitals")),
        "token-pin-few": (
            wrong, unsigned, say("Type it again with care: the token counts wrong PINs and locks after a few")
        ),
        "token-pin-last": (
            wrong, unsigned, say("One try is left: if you are not certain of the PIN, ask who issued the token first")
        ),
        "token-locked": (say("The token is locked after too many wrong PINs"), unsigned, unlock),
        "token-gone": (
            say("The token was taken out before it had signed"), unsigned,
            say("Leave the token in its reader until the letter is saved, and try again"),
        ),
        "token-without-key": (
            say("The token holds no certificate to sign with"), unsigned,
            say("Put in the token with your signing certificate"),
        ),
    }  # fmt: skip

"""What can go wrong on paper.

PrawatError
  PaperError
    ShapingMissing   HarfBuzz is not installed: Thai would be drawn wrong, so nothing is drawn
    SheetTooNarrow   a table was asked to stand in less width than its rules and padding take
    PdfUnreadable    what was to be opened is no PDF, or a broken or a locked one
      PdfTooLarge    it, or what it carries, is beyond what is opened
      NoData         it carries no FHIR
      DataDamaged    it carries FHIR, but not as it was put into it
    SealingFailed    a paper could not be signed; it is as it was
      KeyUnreadable      the file is no PKCS#12 file, or of a kind that is not known
      WrongPassphrase    the passphrase does not open it
      KeyMissing         it holds no private key with its certificate
      KeyExpired, KeyNotYet    the certificate is not valid now
      KeyNotForSigning   the certificate is for something else
      TokenModuleMissing the library of the token is not there, or none
      TokenMissing       no token is in a reader, or another one than was chosen
      WrongPin           the token refuses the PIN
        PinFew, PinLast  and says that few tries, or one, are left
        PinLocked        and is locked now
      TokenGone          it was taken out before it had signed
      TokenWithoutKey    it holds no key with a certificate
      TimeStampMissing   the time stamping authority gave none
      SealingMissing     pyHanko is not installed (the extra "signing")
"""

from viewer.base.errors import PrawatError


class PaperError(PrawatError):
    """A page could not be made."""

    code = "paper"


class ShapingMissing(PaperError):
    """uharfbuzz is not installed. Without it Thai marks collide and words are misread, so paper refuses to start."""

    code = "shaping-missing"


class SheetTooNarrow(PaperError):
    """The page leaves no room for the columns."""

    code = "sheet-too-narrow"


class PdfUnreadable(PaperError):
    """It cannot be opened."""

    code = "pdf-unreadable"


class PdfTooLarge(PdfUnreadable):
    """It, or what it carries, is beyond what is opened."""

    code = "pdf-too-large"


class NoData(PdfUnreadable):
    """It carries no FHIR data."""

    code = "pdf-without-data"


class DataDamaged(PdfUnreadable):
    """The data that it carries are not as they were put into it."""

    code = "pdf-data-damaged"


class SealingFailed(PaperError):
    """It could not be signed."""

    code = "sealing-failed"


class KeyUnreadable(SealingFailed):
    """No PKCS#12 file, or of a kind that is not known."""

    code = "key-unreadable"


class WrongPassphrase(SealingFailed):
    """The passphrase does not open the key."""

    code = "key-passphrase"


class KeyMissing(SealingFailed):
    """The file holds no private key with its certificate."""

    code = "key-missing"


class KeyExpired(SealingFailed):
    """The certificate is past its time."""

    code = "key-expired"


class KeyNotYet(SealingFailed):
    """The certificate is before its time."""

    code = "key-not-yet"


class KeyNotForSigning(SealingFailed):
    """The certificate is not for signing."""

    code = "key-not-for-signing"


class TokenModuleMissing(SealingFailed):
    """The library of the token is not there, or is none."""

    code = "token-module"


class TokenMissing(SealingFailed):
    """No token is in a reader, or another one than was chosen."""

    code = "token-missing"


class WrongPin(SealingFailed):
    """The token refuses the PIN."""

    code = "token-pin"


class PinFew(WrongPin):
    """It says that few tries are left."""

    code = "token-pin-few"


class PinLast(WrongPin):
    """It says that one try is left."""

    code = "token-pin-last"


class PinLocked(WrongPin):
    """It is locked: no PIN opens it any more."""

    code = "token-locked"


class TokenGone(SealingFailed):
    """It was taken out before it had signed."""

    code = "token-gone"


class TokenWithoutKey(SealingFailed):
    """It holds no key with a certificate."""

    code = "token-without-key"


class TimeStampMissing(SealingFailed):
    """The time stamping authority gave no time stamp."""

    code = "time-stamp-missing"


class SealingMissing(SealingFailed):
    """This installation cannot sign."""

    code = "sealing-missing"

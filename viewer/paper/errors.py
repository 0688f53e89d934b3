"""What can go wrong on paper.

PrawatError
  PaperError
    ShapingMissing   HarfBuzz is not installed: Thai would be drawn wrong, so nothing is drawn
    SheetTooNarrow   a table was asked to stand in less width than its rules and padding take
    PdfUnreadable    what was to be opened is no PDF, or a broken or a locked one
      PdfTooLarge    it, or what it carries, is beyond what is opened
      NoData         it carries no FHIR
      DataDamaged    it carries FHIR, but not as it was put into it
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

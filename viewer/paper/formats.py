"""Sizes of paper, with the margins that printers and punches need. All in points."""

from dataclasses import dataclass, replace

from viewer.view.forms.label import LabelSize

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Format:
    """One size of paper, upright. ``side``, ``top`` and ``bottom`` are its margins."""

    page_width: float
    page_height: float
    side: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """From margin to margin."""
        return self.page_width - 2 * self.side

    @property
    def floor(self) -> float:
        """Where the lower margin begins, counted from the page's top."""
        return self.page_height - self.bottom

    def lowered(self, by: float) -> "Format":
        """The same paper, its content beginning so much lower."""
        return replace(self, top=self.top + by)


A4 = Format(595.28, 841.89, 15 * MM, 11 * MM, 9 * MM)
A5 = Format(419.53, 595.28, 10 * MM, 8 * MM, 7 * MM)

_EDGE = 1.5 * MM  # of a sticker: so near to it a label printer does not reach
LABELS = {
    LabelSize.LARGE: Format(70 * MM, 35 * MM, _EDGE, _EDGE, _EDGE),
    LabelSize.SMALL: Format(50 * MM, 25 * MM, _EDGE, _EDGE, _EDGE),
}

"""The pages of an open record. ``PAGES`` is what the window is given; each page shows one sheet or a few."""

from viewer.screen.context import RecordPages
from viewer.screen.pages.record.documents import DocumentsPage
from viewer.screen.pages.record.ledger import LedgerPage
from viewer.screen.pages.record.lists import AllergiesPage
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.referral import ReferralPage
from viewer.screen.pages.record.results import ResultsPage
from viewer.screen.pages.record.roomy import roomy
from viewer.screen.pages.record.rules import RulesDialog
from viewer.screen.pages.record.summary import SummaryPage
from viewer.screen.pages.record.timeline import TimelinePage

PAGES: RecordPages = {
    "summary": roomy(SummaryPage),
    "timeline": roomy(TimelinePage),
    "medicines": roomy(MedicinesPage),
    "results": roomy(ResultsPage),
    "allergies": roomy(AllergiesPage),
    "documents": roomy(DocumentsPage),
    "referral": ReferralPage,
    "ledger": LedgerPage,
    "rules": RulesDialog,
}

"""ส่งต่อ: what the clinician writes on the left, block by block; the letter as it will be printed on the right."""

from viewer.screen.pages.record.referral.page import ReferralPage

__all__ = ["ReferralPage"]

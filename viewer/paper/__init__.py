"""Sheets and letters as A4 pages: the only room that draws PDF."""

"""The menu of forms: which can be printed now, a preview of the very PDF, printing and saving."""

"""การประสานรายการยา in words: the column of decisions, the form, and what is sent. The values are visit's."""

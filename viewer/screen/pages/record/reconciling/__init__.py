"""การประสานรายการยา on the page of medicines: keys that decide, the form that is signed, printed, sent."""

"""The kit every page is drawn with. A widget takes a theme and finished words; it translates nothing."""

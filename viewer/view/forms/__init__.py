"""The forms that leave the program on paper, in words: each a value made of a few kinds of blocks, in order."""

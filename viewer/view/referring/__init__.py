"""The page ส่งต่อ in words: its fields and codes, what a draft says on paper and as data, what it still lacks."""

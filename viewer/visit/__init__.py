"""The journey of one visit, without widgets: frozen states and the moves between them."""

"""A small exchange of its own, run as its own process and built from the published specifications only.

It borrows nothing from the rest of Prawat and nothing of Prawat imports it: what the viewer says to it goes over
a socket, as to any other exchange. People, facilities and events in it are invented.
"""

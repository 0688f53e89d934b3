"""What can be wrong with a folder of stories.

StoryError
"""


class StoryError(Exception):
    """A story that cannot be told: a file is missing, a field is unknown, a date or a dose cannot be read.

    The message names the file and the place in it. Stories hold invented people only, so it may quote them.
    """

    code = "sandbox-story"

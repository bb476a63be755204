"""What can go wrong for a user, said in one line, with the exit code of the command."""

from __future__ import annotations

FAILURE, USAGE, NOTHING_FOUND, SOME_FAILED, NO_STORE, INTERRUPTED = 1, 2, 3, 4, 5, 130


class KbError(Exception):
    """A failure whose message names the file or word and says what to do."""

    code = FAILURE


class UsageError(KbError):
    """Words on the command line that cannot be understood."""

    code = USAGE


class Interrupted(KbError):
    """A stop by the user, with what is done by then."""

    code = INTERRUPTED


class StoreError(KbError):
    """A store that is missing, newer than the program, or no store at all."""

    code = NO_STORE

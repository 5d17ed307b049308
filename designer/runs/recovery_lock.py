"""A lock on an open file that the system takes back when its process ends, however it ends."""

import sys

__all__ = ["is_taken", "take"]

if sys.platform == "win32":
    import msvcrt
    import os

    _BEYOND_THE_END = 2**62  # a locked byte cannot be read by others on Windows, so one is locked that never exists

    def take(descriptor: int) -> bool:
        """Lock an open file until it is closed; False where that is not possible."""
        return _lock(descriptor, msvcrt.LK_NBLCK)

    def is_taken(descriptor: int) -> bool | None:
        """Tell whether somebody else has locked an open file; None where nobody can know."""
        free = _lock(descriptor, msvcrt.LK_NBLCK)
        if free:
            _lock(descriptor, msvcrt.LK_UNLCK)
        return not free

    def _lock(descriptor: int, how: int) -> bool:
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _BEYOND_THE_END, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, how, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return True

else:
    import fcntl

    def take(descriptor: int) -> bool:
        """Lock an open file until it is closed; False where that is not possible."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # waits at most while somebody asks `is_taken`
        except OSError:
            return False
        return True

    def is_taken(descriptor: int) -> bool | None:
        """Tell whether somebody else has locked an open file; None where nobody can know."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks
            return None
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return False

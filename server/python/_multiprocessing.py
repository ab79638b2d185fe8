"""What `multiprocessing` needs for its locks, in the one process that there is."""


class SemLock:
    SEM_VALUE_MAX = 2**31 - 1

    def __init__(self, kind, value, maxvalue, name=None, unlink=True):
        self.kind, self.maxvalue, self.handle = kind, maxvalue, 0
        self.name = None  # nothing is left behind that would have to be tidied up
        self._value, self._held = value, 0

    @classmethod
    def _rebuild(cls, handle, kind, maxvalue, name):
        return cls(kind, maxvalue, maxvalue)

    def acquire(self, block=True, timeout=None):
        recursive = self.kind == 0 and self._held > 0
        if not recursive:
            if self._value == 0:
                return False  # nobody else could give it back
            self._value -= 1
        self._held += 1
        return True

    def release(self):
        if self._held == 0 and self._value >= self.maxvalue:
            raise ValueError("semaphore or lock released too many times")
        self._held = max(self._held - 1, 0)
        if self.kind or self._held == 0:
            self._value += 1

    def _count(self):
        return self._held

    def _is_mine(self):
        return self._held > 0

    def _get_value(self):
        return self._value

    def _is_zero(self):
        return self._value == 0

    def _after_fork(self):
        self._held = 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


def sem_unlink(name):
    pass

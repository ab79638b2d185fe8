"""What a program prints: streams like Python's own, of which the beginning may be kept."""
import io
import sys


class Printed(io.RawIOBase):
    name = "<stdout>"

    def __init__(self, keep=0):
        self.keep = keep
        self.parts = []
        self.size = 0

    def writable(self):
        return True

    def write(self, data):
        if self.size < self.keep:
            self.parts.append(bytes(data[:self.keep - self.size]))
        self.size += len(data)
        return len(data)

    def close(self):
        """Programs put streams of their own around it; that one of them is dropped does not end it."""

    def text(self):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        return b"".join(self.parts).decode("utf-8", "ignore") + ("\n[more was printed]\n" if self.size > self.keep else "")


def printing_to(printed):
    """Makes it standard output and standard error."""
    stream = io.TextIOWrapper(printed, encoding="utf-8", errors="backslashreplace", write_through=True)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = stream
    return printed

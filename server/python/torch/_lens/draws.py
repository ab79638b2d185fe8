"""
torch's own random numbers, for exports: what a model computes from them while it is built has to fit those that the
archive gets. Answers to ATen/core/MT19937RNGEngine.h and native/cpu/DistributionTemplates.h; server/src/export/initial.ts
draws the same numbers for whole tensors. Normal numbers differ from torch's in the last bits.
"""
import math
import random
from array import array

#: Of the seed that a model is initialised with, unless its own code sets one.
SEED = 0
WORDS = 624
#: Bits of a float's mantissa, the hidden one included.
DIGITS = {"float32": 24, "float16": 11, "bfloat16": 8}
#: From this many on, numbers are drawn in blocks.
BLOCK = 16
#: Words that are passed over at a time.
STEP = 1 << 20


class Engine:
    def __init__(self, state=None):
        self._bits = random.Random()
        #: Box-Muller makes two numbers at a time.
        self._kept = None
        if state is not None:
            bits, self._kept = state
            self._bits.setstate(bits)

    def state(self):
        return self._bits.getstate(), self._kept

    def seed(self, seed):
        state = [seed & 0xFFFFFFFF]
        for i in range(1, WORDS):
            state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + i) & 0xFFFFFFFF)
        self._bits.setstate((3, (*state, WORDS), None))
        self._kept = None

    def words(self, n):
        return memoryview(self._bits.getrandbits(32 * n).to_bytes(4 * n, "little")).cast("I") if n else ()

    def skip(self, n):
        while n > 0:
            step = min(n, STEP)
            self._bits.getrandbits(32 * step)
            n -= step

    def units(self, n, dtype):
        """Numbers in [0, 1)."""
        digits = DIGITS.get(dtype)
        if digits is not None:
            mask, scale = (1 << digits) - 1, 2.0 ** -digits
            return [(w & mask) * scale for w in self.words(n)]
        words = self.words(2 * n)
        return [((words[2 * i] & 0x1FFFFF) * 2 ** 32 + words[2 * i + 1]) * 2.0 ** -53 for i in range(n)]

    def single(self):
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        theta = 2 * math.pi * self.units(1, "float64")[0]
        radius = math.sqrt(-2 * math.log(1 - self.units(1, "float64")[0]))
        self._kept = radius * math.sin(theta)
        return radius * math.cos(theta)

    def uniform(self, n, dtype, low, high):
        found = self.units(n, dtype)
        if dtype == "float64":
            return [x * (high - low) + low for x in found]
        low, high = array("f", (low, high))
        width, = array("f", (high - low,))
        return array("f", [x + low for x in array("f", [x * width for x in found])])

    def normal(self, n, dtype, mean, std):
        if n < BLOCK:
            return [self.single() * std + mean for _ in range(n)]
        found = self.units(n, dtype)
        for at in range(0, n - BLOCK + 1, BLOCK):
            _box_muller(found, at, mean, std)
        if n % BLOCK:
            found[n - BLOCK:] = self.units(BLOCK, dtype)
            _box_muller(found, n - BLOCK, mean, std)
        return found

    def trunc_normal(self, n, dtype, mean, std, a, b):
        from .elementwise import _erfinv
        low, high = (math.erf((x - mean) / std / math.sqrt(2)) for x in (a, b))
        return [min(max(_erfinv(x) * std * math.sqrt(2) + mean, a), b) for x in self.uniform(n, dtype, low, high)]

    def randint(self, n, dtype, low, high):
        if high - low >= 1 << 32:
            words = self.words(2 * n)
            return [((words[2 * i] << 32) | words[2 * i + 1]) % (high - low) + low for i in range(n)]
        return [w % (high - low) + low for w in self.words(n)]

    def passed(self, kind, n, dtype, numbers):
        """Goes on as if the numbers had been drawn."""
        words = 1 if dtype in DIGITS else 2
        if kind == "seed":
            self.seed(numbers[0])
        elif kind == "normal" and n < BLOCK:
            for _ in range(n):
                self.single()
        elif kind == "normal":
            self.skip(words * (n + (BLOCK if n % BLOCK else 0)))
        elif kind == "randint":
            self.skip(2 * n if numbers[1] - numbers[0] >= 1 << 32 else n)
        else:
            self.skip(words * n)


def _box_muller(found, at, mean, std):
    for j in range(at, at + 8):
        radius = math.sqrt(-2 * math.log(1 - found[j]))
        theta = 2 * math.pi * found[j + 8]
        found[j] = radius * math.cos(theta) * std + mean
        found[j + 8] = radius * math.sin(theta) * std + mean


class Draws:
    """The numbers behind entries of a generator's log."""

    def __init__(self, log):
        self._log = log
        #: Before each entry, as far as it was gone through.
        self._states = []
        self._engine = Engine()
        self._engine.seed(SEED)

    def numbers(self, index):
        """None for what is not drawn here."""
        kind, n, dtype, numbers = self._log[index]
        if kind not in ("uniform", "normal", "trunc_normal", "randint") or kind != "randint" and dtype != "float64" and dtype not in DIGITS:
            return None
        for entry in self._log[len(self._states):index + 1]:
            self._states.append(self._engine.state())
            self._engine.passed(*entry)
        return getattr(Engine(self._states[index]), kind)(n, dtype, *numbers)

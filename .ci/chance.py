"""Random choices for generated texts, also for those of benches/units.py."""

import random


class Dice:
    """Random choices that are the same under every version of Python: only `random()` is promised to be."""

    han_of = ""  # the characters of `han`

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def upto(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def of(self, choices):
        return choices[self.upto(0, len(choices) - 1)]

    def han(self, low, high):
        return "".join(self.of(self.han_of) for _ in range(self.upto(low, high)))

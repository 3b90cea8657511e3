"""The same random numbers in Python and in the browser, so that a seed means the same network in both."""

import math

WORD = 0xFFFFFFFF


class Draws:
    """mulberry32, Tommy Ettinger's generator of 32 bits (2017, in the public domain); draws.js has the same.

    seed : a whole number from 0 to 2³² - 1.
    """

    def __init__(self, seed: int):
        self.state = seed & WORD

    def uniform(self) -> float:
        """A number from 0 to below 1."""
        self.state = t = (self.state + 0x6D2B79F5) & WORD
        t = (t ^ t >> 15) * (t | 1) & WORD
        t ^= t + ((t ^ t >> 7) * (t | 61) & WORD) & WORD
        return (t ^ t >> 14) / 2**32

    def normal(self) -> float:
        """A number of the standard normal distribution, by G. Box and M. Muller's transform (1958)."""
        size = math.sqrt(-2 * math.log(1 - self.uniform()))
        return size * math.cos(2 * math.pi * self.uniform())

    def order(self, n: int) -> list[int]:
        """0 to n - 1 in a random order (R. Fisher and F. Yates's shuffle)."""
        order = list(range(n))
        for k in range(n - 1, 0, -1):
            other = int(self.uniform() * (k + 1))
            order[k], order[other] = order[other], order[k]
        return order

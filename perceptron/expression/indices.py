"""A letter and its indices: x_ij, x[i, j], x_j^{(i)}; without any it is a number, or a vector of the whole data."""

import re

import sympy as sp

from perceptron.expression import words
from perceptron.expression.arrays import Array
from perceptron.expression.cursor import Cursor

_SEVERAL = ("x", "y", "z", "y_hat")  # letters with a value for each example


class Indices(Cursor):
    """The rules for letters."""

    def __init__(self, text, names):
        super().__init__(text, names)
        self.index, self.unindexed = {}, {}  # letter -> indices that this sum gives it; letter that has none -> where
        self.count = {}  # of indices that a letter has
        self.bound, self.guessing = [], 0  # indices of the sums around, and how many sums look for theirs
        typed = "".join(t.text for t in self.tokens if t.kind in ("index", "example", "bounds") or t.text in "ijk")
        self.builder.taken = {words.INDICES[letter] for letter in "ijk" if letter in typed}

    def letter(self, token):
        name = "x" if token.text == "X" and "X" not in self.names else token.text
        base = self.names.get(f"{name}_")
        found, example = self.subscripts(token, name, base)
        if self.letters and base and (token.text == "X" or len(found) + bool(example) < 2):
            return self.of_data(token, name, base, found, example)
        if found or example:
            if name == "x" and len(found) == 1 and not example:
                example = tuple(e for e in self.index.get(name, ()) if e not in found)  # sum((ŷ - y) x_j) is of x_ij
            return self.indexed(token, name, base, (*example, *found))
        if base and name in self.index:
            return base[self.index[name]]
        if name != token.text or not hasattr(self.names.get(name), "free_symbols") or name not in self.names:
            raise self.error(f"{token.text} needs an index here, such as {name}_i or {name}_1", token)
        self.unindexed.setdefault(name, token)
        return self.names[name]

    def subscripts(self, token, name, base):
        """(the indices below, the one above that names the example) of a letter; both may be ()."""
        found, example = (), ()
        while True:
            mark = self.token
            if mark.kind == "index" and not found:
                found = self.below(name, base)
            elif mark.kind == "example" and base and name in _SEVERAL and not example:
                example = self.above()
            elif base and mark.kind == "[" and mark.column == self.tokens[self.at - 1].end and len(found) < 2:
                found = (*found, *self.in_code(token, name))
            else:
                break
        if base and name in _SEVERAL:
            self.check_power(name)
            after = [t.text for t in self.tokens[self.at : self.at + 3]]
            if not found and after[:1] == ["("] and after[1:2] and after[1] in "ijk" and after[2:] == [")"]:
                raise self.error(f"is {after[1]} an index or a factor? Write {name}_{after[1]} or {name}*{after[1]}")
        return found, example

    def below(self, name, base):
        found = base and words.indices(base, self.token.text)
        if not base:
            raise self.error(f"{name} has no index here")
        if not found:
            two = "" if base in words.ONE_INDEX else f"; two as in {name}_ij or {name}_{{1,12}}"
            raise self.error(f"{name} has one index: a number from 1, or i, j, k, n, m{two}")
        self.advance()
        return found

    def above(self):
        """The example that y^{(i)} names."""
        text = self.advance().text
        return (sp.Integer(text) if text.isdigit() else words.INDICES[text],)

    def check_power(self, name):
        """Refuse y^(2), which is a power to some and the second example to others."""
        after = [t for t in self.tokens[self.at : self.at + 6] if t.kind not in "{}"][:4]
        if [t.kind for t in after] == ["^", "(", "number", ")"] and after[2].text.isdigit():
            text = words.shortened(after[2].text)
            raise self.error(f"is {text} a power or the example? Write {name}^{text} or {name}^{{({text})}}")

    def in_code(self, token, name):
        """The indices in x[i, j] or x[i][j]; () stands for one that is left out, as in X[:, j]."""
        sign = self.advance()
        start, problem = self.at, f"is this an index or a factor? Write {name}_1 or {name}*(...)"
        while self.token.kind not in ("]", "end") and self.at < start + 4:
            self.advance()
        inside = [t.text for t in self.tokens[start : self.at]]
        pieces = "".join(inside).split(",")
        if {"None", "newaxis"} & set(inside):
            raise self.error("a column times a table can't be read; type X.T @ (ŷ - y), or the sum with indices", sign)
        if self.token.kind != "]" or not all(re.fullmatch("[ijk]|[0-9]+|:", piece) for piece in pieces):
            raise self.error(problem, sign)
        if any(map(str.isdigit, pieces)):
            raise self.error(f"{problem}. Code counts from 0 and a formula from 1: {name}[1] would be {name}_2", sign)
        self.advance()
        return tuple(words.INDICES.get(piece, ":") for piece in pieces)

    def indexed(self, token, name, base, found):
        if len(found) > (1 if base in words.ONE_INDEX else 2):
            raise self.error(f"{name} has too many indices here", token)
        if ":" in found:
            raise self.error(f"{name} with : is a whole row or column here; write {name}_ij", token)
        if self.count.setdefault(base, len(found)) != len(found):
            problem = f"{name} has one index in one place and two in another"
            raise self.error(problem, self.tokens[self.tokens.index(token) + 1])
        return base[found]

    def of_data(self, token, name, base, found, example):
        """A letter where letters without an index are vectors; x_i is the row of example i, x_j a number in it."""
        i, j, k = (words.INDICES[letter] for letter in "ijk")
        if name == "w":
            return base[found] if found else Array("m", lambda a: base[a])
        if name != "x":
            at = (*example, *found) or ((i,) if self.letters == "one" else ())
            return base[at] if at else Array("n", lambda a: base[a])
        if token.text == "X" and self.token.kind == "'":  # X'y, as statisticians write it
            self.advance()
            return self.builder.transpose(self.matrix(base))
        row = example or tuple(f for f in found[:1] if f == i)
        if found[:1] == (":",) and len(found) == 2:
            return Array("n", lambda a: base[a, found[1]]) if found[1] != ":" else self.matrix(base)
        if row and len(found) + len(example) - found.count(":") == 1:
            return Array("m", lambda a: base[(*row, a)])
        if found and not row:
            if found[0] not in (j, k):
                raise self.error(f"is {name}_{found[0]} an example or a feature here? Write {name}_ij", token)
            return base[i, found[0]]
        if found:
            return base[(*example, *found)]
        if token.text == "X":
            return self.matrix(base)
        if self.letters == "one":
            return Array("m", lambda a: base[i, a])
        if any(t.text == "X" for t in self.tokens):
            raise self.error("is x the matrix X here, or an example x_i? Write which", token)
        return Array("n", lambda a: base[a, j])  # one column of it

    def matrix(self, base):
        return Array("nm", lambda a, b: base[a, b])

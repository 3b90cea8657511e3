"""The grammar of typed maths: a parser over `words` that has `bounded` build what it reads."""

import re

import sympy as sp

from perceptron.expression import words
from perceptron.expression.bounded import FUNCTIONS, SEVERAL
from perceptron.expression.cursor import CLOSES, Cursor
from perceptron.expression.words import Token

MOST_ARGUMENTS = 8  # of max and min, which compare each with each

_BRACKETS = ("(", "[", "{")
_OPERANDS = {*_BRACKETS, "number", "fraction", "name", "frac", "root", "opening"}


class Parser(Cursor):
    """Recursive descent, one method per rule of the grammar, from the loosest binding to the tightest."""

    def __init__(self, text, names):
        super().__init__(text, names)
        self.either = False  # whether a bar was taken to close that might open as well
        self.bare = None  # where the argument of a function without brackets ended
        self.index, self.unindexed = {}, {}  # letter -> indices that this sum gives it; letter that has none -> where
        self.count = {}  # of indices that a letter has
        self.bound = []  # indices of the sums around

    def whole(self):
        """The expression that the whole text is."""
        if self.token.kind == "end":
            raise self.error("there is no formula; type one such as 2(y - ŷ)")
        result = self.sum()
        if self.token.kind != "end":
            raise self.unexpected("an operator such as + or *")
        return result

    # --- operators ---

    def sum(self):
        first, terms = self.token, [self.signed(self.product)]
        while self.token.kind in ("+", "-"):
            terms.append(self.signed(self.product))
        return self.made(first, self.builder.add, *terms) if len(terms) > 1 else terms[0]

    def signed(self, rule):
        first, minus = self.token, False
        while self.token.kind in ("+", "-"):
            minus ^= self.advance().kind == "-"
        value = rule()
        return self.made(first, self.builder.multiply, sp.Integer(-1), value) if minus else value

    def product(self):
        first, factors = self.token, [self.power()]
        while True:
            sign = self.token
            if sign.kind in ("*", "/"):
                self.advance()
                factor = self.signed(self.power)
                if sign.kind == "/":
                    factor = self.made(sign, self.builder.power, factor, sp.Integer(-1))
                factors.append(factor)
            elif sign.kind in _OPERANDS or (sign.kind == "|" and self.closes != "|"):
                self.check_side_by_side()
                factors.append(self.power())
            else:
                break
        return self.made(first, self.builder.multiply, *factors) if len(factors) > 1 else factors[0]

    def check_side_by_side(self):
        """Refuse a multiplication without a sign where it could mean something else."""
        self.check_bare()
        if self.token.kind in ("number", "fraction"):
            raise self.error("a number right after a factor needs a sign between them, such as * or + or ^")
        if self.token.kind == "|" and self.either:
            raise self.error(
                "these bars can be paired in more than one way; put a * where factors meet, or type abs( )"
            )

    def check_bare(self):
        if self.bare == self.at:
            raise self.error("does this belong to the argument? Put the argument of the function in brackets")

    def power(self):
        base, sign = self.primary(), self.token
        if sign.kind not in ("^", "power"):
            return base
        self.check_bare()
        result = self.made(sign, self.builder.power, base, self.exponent())
        if self.token.kind in ("^", "power"):
            raise self.error("this is a second exponent; say with brackets what is raised to what")
        return result

    def exponent(self):
        sign = self.advance()
        if sign.kind == "^":
            with self.deeper():
                return self.signed(self.power)
        match = re.fullmatch("([-+]?)(?:([0-9]{1,9})|([zxn]))", sign.text)
        if not match:
            raise self.error("this exponent can't be read; write it as ^(...)", sign)
        value = sp.Integer(match[2]) if match[2] else self.named(sign._replace(text=match[3]))
        return -value if match[1] == "-" else value

    # --- what is between operators ---

    def primary(self):
        sign = self.token
        if sign.kind in ("number", "fraction"):
            value = words.number(self.advance().text)
            if value is None:
                raise self.error(f"this number has more than {words.MOST_DIGITS} digits", sign)
            return value
        if sign.kind in _BRACKETS:
            return self.group()[0]
        if sign.kind in ("|", "opening"):
            return self.made(sign, self.builder.apply, "abs", *self.group())
        if sign.kind == "frac":
            self.advance()
            return self.made(sign, self.builder.divide, self.braces(), self.braces())
        if sign.kind == "root":
            degree = self.made(sign, self.builder.power, *self.group(), sp.Integer(-1))
            return self.made(sign, self.builder.power, self.braces(), degree)
        if sign.kind == "name":
            return self.named(self.advance())
        raise self.unexpected("a number, a letter or a bracket")

    def braces(self):
        if self.token.kind != "{":
            raise self.unexpected(r"braces, as in \frac{1}{2}")
        return self.group()[0]

    def group(self, most=1):
        """What is between brackets or bars: a list of one expression, or of up to `most` with commas between."""
        opened, outside = self.token, (self.closes, self.either)
        closes = CLOSES[opened.kind]
        with self.deeper():
            self.advance()
            self.closes, self.either = closes, self.either and closes == "|"
            inside = [self.sum()]
            while self.token.kind == "," and len(inside) < most:
                self.advance()
                inside.append(self.sum())
            if self.token.kind == "end":
                raise self.error(f"{opened.text} is never closed", opened)
            if self.token.kind != closes:
                wanted = r"\right|" if closes == "closing" else closes
                raise self.unexpected(f"{wanted} for the {opened.text} in column {opened.column + 1}")
            self.advance()
        followed = self.either or self.token.kind in _OPERANDS
        self.closes, self.either = outside[0], followed if closes == "|" else outside[1]
        return inside

    def named(self, token):
        name = token.text
        if name in self.names or f"{name}_" in self.names:
            return self.letter(token)
        if name in words.CONSTANTS:
            return words.CONSTANTS[name]
        if name in words.SUMS:
            return self.total(token)
        if name in FUNCTIONS:
            return self.call(token)
        letters = words.factors(name, self.names)
        if not letters:
            raise self.error(words.unknown(name, self.names), token)
        self.at -= 1
        self.tokens[self.at : self.at + 1] = [
            Token("name", letter, column, column + 1) for column, letter in enumerate(letters, start=token.column)
        ]
        return self.named(self.advance())

    def letter(self, token):
        name, base = token.text, self.names.get(f"{token.text}_")
        if self.token.kind == "index":
            return self.indexed(name, base, base and words.indices(base, self.token.text))
        if base and self.token.kind == "[" and self.token.column == token.end:
            raise self.error(f"is this an index or a factor? Write {name}_1 or {name}*(...)")
        if base and name in self.index:
            return base[self.index[name]]
        if not isinstance(self.names.get(name), sp.Expr):
            raise self.error(f"{name} needs an index here, such as {name}_i or {name}_1", token)
        self.unindexed.setdefault(name, token)
        return self.names[name]

    def indexed(self, name, base, found):
        if not base:
            raise self.error(f"{name} has no index here")
        if not found:
            two = "" if base in words.ONE_INDEX else f"; two as in {name}_ij or {name}_{{1,12}}"
            raise self.error(f"{name} has one index: a number from 1, or i, j, k, n, m{two}")
        if self.count.setdefault(base, len(found)) != len(found):
            raise self.error(f"{name} has one index in one place and two in another")
        self.advance()
        return base[found]

    # --- functions ---

    def call(self, token):
        name, order, power = token.text, 0, None
        while self.token.kind == "'":
            self.advance()
            order += 1
        if order > 2:
            raise self.error("derivatives go up to the second, as in σ''(z)", token)
        if order and name in SEVERAL:
            raise self.error(f"{name} has no derivative here", token)
        if self.token.kind in ("^", "power"):
            power = self.function_power(name)
        arguments = self.group(MOST_ARGUMENTS) if self.token.kind in _BRACKETS else self.bare_argument(name)
        if (name in SEVERAL) != (len(arguments) > 1):
            wanted = f"2 to {MOST_ARGUMENTS} arguments" if name in SEVERAL else "one argument"
            raise self.error(
                f"{name} takes {wanted}, found {len(arguments)}; a decimal point is typed as in 0.5", token
            )
        result = self.made(token, self.builder.apply, name, *arguments, order=order)
        return self.made(token, self.builder.power, result, power) if power else result

    def function_power(self, name):
        """tanh²(z) is (tanh(z))²; every other power between a function and its argument is refused."""
        sign = self.token
        if sign.kind == "power":
            exponent = self.exponent()
        else:
            self.advance()
            with self.deeper():
                exponent = self.primary()
        if not (exponent.is_Integer and exponent > 1 and self.token.kind in _BRACKETS):
            raise self.error(f"this can be read in two ways; write ({name}(z))^2 or 1/{name}(z), say", sign)
        return exponent

    def bare_argument(self, name):
        first = self.token
        if first.kind not in _OPERANDS | {"|"} or first.text in FUNCTIONS or first.text in words.SUMS:
            raise self.unexpected(f"brackets with the argument of {name}")
        with self.deeper():
            argument = self.primary()
        self.bare = None if first.kind in ("|", "opening") else self.at
        return [argument]

    # --- sums ---

    def total(self, token):
        """sum(...), mean(...), and Σ, which reaches to the end of its term."""
        bounds = self.advance() if self.token.kind in ("index", "bounds") else None
        match = re.fullmatch("([ijk])(?:=1([nm])?)?", bounds.text if bounds else "i")
        if not match or self.token.kind == "^":
            raise self.error(r"sums run over i, j or k from 1 to n or m, as in Σ_i or \sum_{i=1}^{n}", bounds)
        letter = match[1]
        index, high = words.INDICES[letter], words.INDICES.get(match[2], words.UPPER[letter])
        if index in self.bound:
            raise self.error(f"{letter} counts the sum around this one already; put that in brackets first", token)
        around, start = (self.unindexed, self.index), self.at
        self.bound.append(index)
        self.unindexed = {}
        body = self.summand(token.text)
        carriers = [name for name in words.CARRIES[letter] if f"{name}_" in self.names]
        if index not in body.free_symbols:  # then letters stand for the whole list, as in NumPy
            self.at, self.unindexed = start, {}
            self.index = self.index | {name: (*self.index.get(name, ()), index) for name in carriers}
            body = self.summand(token.text)
        elif mixed := [name for name in carriers if name in self.unindexed]:
            problem = f"in this sum {mixed[0]} has no index and others have; write {mixed[0]}_{letter}"
            raise self.error(problem, self.unindexed[mixed[0]])
        self.bound.pop()
        self.unindexed, self.index = self.unindexed | around[0], around[1]
        shares = high if token.text == "mean" else 1
        return self.made(token, self.builder.total, body, index, high, shares)

    def summand(self, name):
        if name == "Σ":
            return self.signed(self.product)
        if self.token.kind not in _BRACKETS:
            raise self.unexpected(f"brackets with what {name} adds up")
        return self.group()[0]

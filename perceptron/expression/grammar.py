"""The grammar of typed maths: a parser over tokens that has `arrays` and `bounded` build what it reads."""

import re

import sympy as sp

from perceptron.expression import words
from perceptron.expression.arrays import FREE, Array
from perceptron.expression.cursor import CLOSES, SHOWN
from perceptron.expression.functions import Functions, free_of
from perceptron.expression.tokens import Token

_BRACKETS = ("(", "[", "{")
_OPERANDS = {*_BRACKETS, "number", "fraction", "name", "frac", "root", "opening", "⟨"}


class Parser(Functions):
    """Recursive descent, one method per rule of the grammar, from the loosest binding to the tightest."""

    def __init__(self, text, names):
        super().__init__(text, names)
        self.either = False  # whether a bar was taken to close that might open as well
        self.bare = None  # where the argument of a function without brackets ended
        self.commas = False  # whether commas separate arguments here

    def whole(self):
        """The expression that the whole text is; for a vector, its entry i or j."""
        if self.token.kind == "end":
            raise self.error("there is no formula; type one such as 2(y - ŷ)")
        first, result = self.token, self.sum()
        if self.token.kind != "end":
            raise self.unexpected("an operator such as + or *")
        if not isinstance(result, Array):
            return result
        if len(result.axes) > 1:
            raise self.error(f"this has {result.words}; a formula here is one number, or a vector's entry", first)
        index = FREE[result.axes]
        if index in free_of(result):
            raise self.error(
                f"{index} stands for one entry here, and the whole is a vector; write it with indices", first
            )
        return result.entry(index)

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
        first, value, others = self.token, self.power(), []
        while True:
            sign = self.token
            if sign.kind in ("*", "/"):
                self.advance()
                factor = self.signed(self.power)
                if sign.kind == "/":
                    factor = self.made(sign, self.builder.power, factor, sp.Integer(-1))
                others.append(("" if sign.kind == "/" or sign.text == "×" else sign.text, factor))
            elif sign.kind in _OPERANDS or (sign.kind in ("|", "norm") and self.closes != sign.kind):
                self.check_side_by_side()
                others.append(("", self.power()))
            else:
                break
        return self.made(first, self.builder.product, value, *others) if others else value

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
            raise self.error(
                "does this belong to the argument? Put the argument of the function in brackets: (ln x) y or ln(x y)"
            )

    def power(self):
        base = self.primary()
        while self.token.kind == "transpose":
            base = self.made(self.advance(), self.builder.transpose, base)
        sign = self.token
        if sign.kind not in ("^", "power", "example"):
            return base
        self.check_bare()
        if base == self.names.get("y") and sign.kind == "^" and self.tokens[self.at + 1].kind == "-":
            raise self.error("is ŷ meant, or a power? Type y_hat, or put the exponent in brackets", sign)
        result = self.made(sign, self.builder.power, base, self.exponent())
        if self.token.kind in ("^", "power", "example"):
            raise self.error("this is a second exponent; say with brackets what is raised to what")
        return result

    def exponent(self):
        sign = self.advance()
        if sign.kind == "^":
            with self.deeper():
                return self.signed(self.power)
        match = re.fullmatch("([-+]?)(?:([0-9]{1,9})|([zxnijk]))", sign.text)
        if not match:
            raise self.error("this exponent can't be read; write it as ^(...)", sign)
        value = sp.Integer(match[2]) if match[2] else self.named(sign._replace(kind="name", text=match[3]))
        return -value if match[1] == "-" else value

    # --- what is between operators ---

    def primary(self):
        sign = self.token
        if sign.kind in ("number", "fraction"):
            return self.number()
        if sign.kind in _BRACKETS:
            return self.group()[0]
        if sign.kind in ("|", "opening"):
            return self.made(sign, self.builder.apply, "abs", *self.group())
        if sign.kind == "norm":
            return self.norm()
        if sign.kind == "⟨":
            vectors = self.group(2)
            if len(vectors) != 2:
                raise self.error("a dot product is of two vectors, as in ⟨w, x⟩", sign)
            return self.made(sign, self.builder.dot, *vectors)
        if sign.kind == "frac":
            self.advance()
            return self.made(sign, self.builder.divide, self.of_frac(), self.of_frac())
        if sign.kind == "root":
            degree = self.made(sign, self.builder.power, *self.group(), sp.Integer(-1))
            return self.made(sign, self.builder.power, self.of_frac(), degree)
        if sign.kind == "name":
            return self.named(self.advance())
        raise self.unexpected("a number, a letter or a bracket")

    def number(self):
        """A number, also one such as 3½ or 0,5."""
        first, text = self.advance(), self.tokens[self.at - 1].text
        comma, after = self.tokens[self.at : self.at + 2] if self.token.kind != "end" else (self.token, self.token)
        joined = comma.column == first.end and after.column == comma.end
        if comma.kind == "," and not self.commas and joined and after.kind == "number":
            self.at += 2
            text = f"{text}.{self.after_comma(first, after)}"
        value = words.number(text)
        if value is None:
            raise self.error(f"this number has more than {words.MOST_DIGITS} digits", first)
        if self.token.kind == "fraction" and self.token.column == first.end and text.isdigit():
            return value + words.number(self.advance().text)
        return value

    def after_comma(self, first, after):
        if not re.fullmatch("[0-9]+", first.text) or not re.fullmatch("[0-9]+(?:[eE][-+]?[0-9]+)?", after.text):
            raise self.error("a number has one decimal point and nothing between its thousands, as in 1234.5", first)
        if re.fullmatch("[1-9][0-9]{0,2}", first.text) and re.fullmatch("[0-9]{3}", after.text):
            raise self.error(f"this can be read in two ways; type {first.text}{after.text} for thousands or "
                             f"{first.text}.{after.text} for a decimal comma", first)  # fmt: skip
        return after.text

    def norm(self):
        """‖u‖ and ‖u‖², which may be said to be the norm number 2."""
        sign, value = self.token, self.group()[0]
        which = self.advance().text if self.token.kind == "index" else "2"
        if which not in ("1", "2"):
            raise self.error("norms are ‖u‖, ‖u‖_2 and ‖u‖_1", self.tokens[self.at - 1])
        result = self.made(sign, self.builder.norm, value, int(which))
        if which == "1":
            return result
        token = self.token
        if token.kind in ("power", "^"):
            exponent = self.exponent()
            half = self.made(token, self.builder.multiply, exponent, sp.Rational(1, 2))
        else:
            half = sp.Rational(1, 2)
        return self.made(sign, self.builder.power, result, half)

    def of_frac(self):
        r"""What \frac takes: braces, or one sign as in \frac12 and \frac xy."""
        token = self.token
        if token.kind == "{":
            return self.group()[0]
        if (token.kind == "number" and token.text.isdigit()) or (token.kind == "name" and token.text[0].isalpha()):
            if token.kind == "number" and token.end - token.column == len(token.text) > 1:
                digits = [Token("number", c, at, at + 1) for at, c in enumerate(token.text, token.column)]
                self.tokens[self.at : self.at + 1] = [digits[0], digits[1]._replace(text=token.text[1:], end=token.end)]
            after = self.tokens[self.at + 1]
            if after.kind == "index" and self.typed.clean[after.column].isdigit():  # \frac x2 is x/2, and no x_2
                self.tokens[self.at + 1] = after._replace(kind="number")
            return words.number(self.advance().text) if token.kind == "number" else self.named(self.advance())
        raise self.unexpected(r"braces, as in \frac{1}{2}")

    def group(self, most=1):
        """What is between brackets or bars: a list of one expression, or of up to `most` with commas between."""
        opened, outside = self.token, (self.closes, self.either, self.commas)
        closes = CLOSES[opened.kind]
        with self.deeper():
            self.advance()
            self.closes, self.either, self.commas = closes, self.either and closes == "|", most > 1
            inside = [self.sum()]
            while self.token.kind == "," and len(inside) < most:
                self.advance()
                inside.append(self.sum())
            if self.token.kind == "end":
                raise self.error(f"{opened.text} is never closed", opened)
            if self.token.kind != closes:
                where = f"for the {opened.text} in column {self.typed.columns[opened.column] + 1}"
                raise self.unexpected(f"{SHOWN.get(closes, closes)} {where}")
            self.advance()
        followed = self.either or self.token.kind in _OPERANDS
        self.closes, self.either, self.commas = outside
        self.either = followed if closes == "|" else self.either
        return inside

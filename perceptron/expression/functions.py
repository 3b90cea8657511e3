"""What a name in typed maths stands for: a letter with its indices, a function with its arguments, a sum."""

import re

import sympy as sp

from perceptron.expression import words
from perceptron.expression.arrays import COUNTERS, Array
from perceptron.expression.bounded import FUNCTIONS, SEVERAL
from perceptron.expression.indices import Indices

MOST_GUESSES = 2  # sums without an index in one another
MOST_ARGUMENTS = 8  # of max and min, which compare each with each
_BRACKETS = ("(", "[", "{")
_OPEN = (*_BRACKETS, "opening", "root", "⟨")
_CLOSE = (")", "]", "}", "closing", "⟩")
_ENDS = ("+", "-", ",", "=", "end")
_ONE = {*_BRACKETS, "number", "fraction", "name", "frac", "root", "opening", "|", "norm", "⟨"}


class Functions(Indices):
    """The rules for functions and sums; those for brackets and operators are in `grammar.Parser`."""

    def named(self, token):
        name = token.text
        if name in self.names or f"{name}_" in self.names or (name == "X" and "x_" in self.names):
            return self.letter(token)
        if name in words.CONSTANTS:
            return words.CONSTANTS[name]
        if name in words.SUMS:
            return self.total(token)
        if name in FUNCTIONS or name in words.BASES:
            return self.call(token)
        if name in words.VECTOR_FUNCTIONS and self.token.kind == "(":
            return self.of_vectors(token)
        if name == "E" and self.token.kind == "^":  # as Mathematica has it
            return sp.E
        raise self.error(words.unknown(name, self.names), token)

    def of_vectors(self, token):
        """Functions that NumPy has and maths writes with signs: dot(u, v), norm(u), square(u), power(u, 2)."""
        name, build = token.text, self.builder
        two = name in (*words.PRODUCTS, "power", "pow")
        values = self.group(2 if two else 1)
        if two and len(values) != 2:
            raise self.error(f"{name} takes two arguments, as in {name}(u, v)", token)
        if name in words.PRODUCTS:
            return self.made(token, build.product, values[0], ("@", values[1]))
        if name == "transpose":
            return self.made(token, build.transpose, *values)
        if name == "norm":
            values, name = [self.made(token, build.norm, *values), sp.Rational(1, 2)], "power"
        return self.made(token, build.power, *values, *([sp.Integer(2)] if name == "square" else []))

    # --- functions ---

    def call(self, token):
        name, order, power = token.text, 0, None
        base = sp.Integer(words.BASES[name]) if name in words.BASES else self.base_of(token)
        name = "ln" if name in words.BASES else name
        while self.token.kind == "'":
            self.advance()
            order += 1
        if order > 2:
            raise self.error("derivatives go up to the second, as in σ''(z)", token)
        if order and name in SEVERAL:
            raise self.error(f"{name} has no derivative here", token)
        if self.token.kind in ("^", "power", "example"):
            power = self.function_power(name)
        several = name in SEVERAL
        grouped = self.token.kind in _BRACKETS
        arguments = self.group(MOST_ARGUMENTS if several else 1) if grouped else self.bare_argument(name)
        if several and len(arguments) < 2:
            raise self.error(
                f"{name} takes 2 to {MOST_ARGUMENTS} arguments, found 1; a decimal point is typed as in 0.5", token
            )
        result = self.made(token, self.builder.apply, name, *arguments, order=order)
        if base:
            result = self.made(token, self.builder.divide, result, self.made(token, self.builder.apply, "ln", base))
        return self.made(token, self.builder.power, result, power) if power else result

    def base_of(self, token):
        """The base in log_2(x), \\log_{10} x and log10(x), None where there is none."""
        index = self.token
        if token.text != "ln" or index.kind != "index":
            return None
        self.advance()
        if index.text == "e":
            return None
        typed = self.typed.clean[token.column : token.end]
        joined = index.column == token.end and self.typed.clean[index.column].isdigit() and index.text.isdigit()
        apart = self.token.kind in _BRACKETS or self.token.column > index.end
        number = index.text
        if joined and (typed.endswith("ln") or not apart):
            both = f"{typed}({number})" if apart else f"{typed}_{number}(...) or {typed}({number}...)"
            raise self.error(f"is {number} the base or the argument? Write {both}", index)
        if not re.fullmatch("[1-9][0-9]{0,2}", number) or number == "1":
            raise self.error("the base of a logarithm is a whole number from 2 to 999, or e", index)
        return sp.Integer(number)

    def function_power(self, name):
        """tanh²(z) is (tanh(z))²; every other power between a function and its argument is refused."""
        sign = self.token
        if sign.kind != "^":
            exponent = self.exponent()
        else:
            self.advance()
            with self.deeper():
                exponent = self.primary()
        whole = isinstance(exponent, sp.Integer) and exponent > 1
        if not (whole and self.token.kind in _ONE):
            raise self.error(f"this can be read in two ways; write ({name}(z))^2 or 1/{name}(z), say", sign)
        return exponent

    def bare_argument(self, name):
        first = self.token
        if first.kind not in _ONE or first.text in FUNCTIONS or first.text in words.SUMS:
            raise self.unexpected(f"brackets with the argument of {name}")
        with self.deeper():
            argument = self.primary()
        self.bare = None if first.kind in ("|", "opening", "norm", "⟨") else self.at
        return [argument]

    # --- sums ---

    def total(self, token):
        """sum(...), mean(...), and Σ, which reaches to the end of its term as sum_i does.

        So does sum (...) ŷ_i: behind the bracket i would count nothing. That of sum(...), as in code, ends it.
        """
        bounds = self.advance() if self.token.kind in ("index", "bounds") else None
        letter, upper = self.limits(token, bounds)
        closed = token.text == "mean" and bounds and self.token.kind in _BRACKETS and self.token.column == bounds.end
        whole = (bounds is not None and not closed) or token.text == "Σ"
        letter = letter or self.index_meant(token, whole)
        whole = whole or (not closed and not self.called(token) and self.goes_on(letter))
        if not letter:
            return self.made(token, self.builder.everything, self.summand(token.text, whole), token.text == "mean")
        if words.INDICES[letter] in self.bound:
            raise self.error(f"{letter} counts the sum around this one already; put that in brackets first", token)
        body = self.summed(token, letter, whole)
        high = upper or self.upper(body, letter)
        shares = high if token.text == "mean" else 1
        return self.made(token, self.builder.total, body, words.INDICES[letter], high, shares)

    def called(self, token):
        """Whether it is sum(...), as in code: its bracket ends it."""
        name = self.typed.clean[token.column : token.end]
        return name.isalpha() and self.token.kind == "(" and self.token.column == token.end

    def goes_on(self, letter):
        """Whether its letter is an index in a sum's brackets, and behind them in its term, before another sum."""
        if not letter or self.token.kind not in _BRACKETS:
            return False
        inside, behind, depth = False, False, 0
        for one in self.tokens[self.at :]:
            depth += (one.kind in _OPEN) - (one.kind in _CLOSE)
            if depth < 0 or one.text in words.SUMS or (behind and depth == 0 and one.kind in _ENDS):
                return False
            if one.kind in ("index", "example") and letter in one.text:
                if behind:
                    return inside
                inside = True
            behind = behind or depth == 0
        return False

    def limits(self, token, bounds):
        """(the letter that counts or "", the bound or None) of what stands at a sum sign."""
        text = re.sub("^([nm])([ijk]=1)$", r"\2\1", bounds.text) if bounds else ""
        match = re.fullmatch("(?:([ijk])(?:=1([nm])?)?)?", text)
        if not match or self.token.kind == "^":
            raise self.error(r"sums run over i, j or k from 1 to n or m, as in Σ_i or \sum_{i=1}^{n}", bounds)
        return match[1] or "", words.INDICES.get(match[2])

    def index_meant(self, token, whole):
        """The letter that a sum without one counts with: what all in it have. "" for all entries of a vector."""
        state = self.at, self.unindexed, self.index, dict(self.count)
        self.guessing += 1
        if self.guessing > MOST_GUESSES:
            raise self.error("more sums are in one another than can be told apart; write Σ_i and Σ_j", token)
        self.unindexed, self.index = {}, {}
        body, bare = self.summand(token.text, whole), set(self.unindexed)
        self.at, self.unindexed, self.index, self.count = state
        self.guessing -= 1
        free = {letter for letter in "ijk" if words.INDICES[letter] in free_of(body)}
        if isinstance(body, Array):
            return "i" if "i" in free else ""
        used = [
            have for atom in body.atoms(sp.Indexed) if (have := free & {s.name for s in atom.indices if s.is_Symbol})
        ]
        common = set.intersection(*used) if used else {"k"} if bare in ({"w"}, {"w", "x"}) else {"i"}
        if "i" in common or not common or bare & set("yz") or "y_hat" in bare:
            return "i"
        if len(common) > 1:
            raise self.error(f"does this sum count with {' or '.join(sorted(common))}? Write Σ_j, say", token)
        return min(common)

    def upper(self, body, letter):
        """How far an index runs: to n where it is that of an example, to m where it is that of a feature."""
        index, found = words.INDICES[letter], set()
        atoms = body.atoms(sp.Indexed) if isinstance(body, sp.Expr) else ()
        for atom in atoms:
            if index in atom.indices and (atom.base != words.x_ or len(atom.indices) == 2):
                features = atom.base == words.w_ or (atom.base == words.x_ and atom.indices[1] == index)
                found.add(words.INDICES["m" if features else "n"])
        return found.pop() if len(found) == 1 else words.UPPER[letter]

    def summed(self, token, letter, whole):
        """What is added up over a letter; letters without an index get this one where none has it."""
        index, start = words.INDICES[letter], self.at
        around, count = (self.unindexed, self.index), dict(self.count)
        self.bound.append(index)
        self.unindexed = {}
        body = self.summand(token.text, whole)
        carriers = [name for name in words.CARRIES[letter] if f"{name}_" in self.names]
        counted = self.letters or index in free_of(body)
        if not counted:  # then letters stand for the whole list, as in NumPy
            self.at, self.unindexed, self.count = start, {}, count
            example = (words.INDICES["i"],) if letter != "i" and len(self.bound) == 1 else ()
            own = {name: (*self.index.get(name, example if name == "x" else ()), index) for name in carriers}
            self.index = self.index | own
            body = self.summand(token.text, whole)
        elif mixed := [name for name in carriers if name in self.unindexed]:
            problem = f"in this sum {mixed[0]} has no index and others have; write {mixed[0]}_{letter}"
            raise self.error(problem, self.unindexed[mixed[0]])
        elif not self.letters and letter == "i" and (lone := _lone(body, index)):
            raise self.error(f"of which example is {lone} in this sum over the examples? Write x_i{lone[2:]}", token)
        self.bound.pop()
        self.unindexed, self.index = self.unindexed | around[0], around[1]
        return body

    def summand(self, name, whole):
        if whole:
            return self.signed(self.product)
        if self.token.kind in ("|", "opening", "norm"):
            return self.primary()
        if self.token.kind not in _BRACKETS:
            raise self.unexpected(f"brackets with what {name} adds up")
        return self.group()[0]


def _lone(body, index):
    """x_j as it is written, where the rest of a sum over the examples has their index and x only another one."""
    found = {a for a in body.atoms(sp.Indexed) if a.base == words.x_ and len(a.indices) == 1 and index not in a.indices}
    return f"x_{min(map(str, (a.indices[0] for a in found)))}" if found else ""


def free_of(body):
    """The free symbols of a number, or of a vector's entries."""
    if isinstance(body, Array):
        body = body.entry(*(COUNTERS[axis][-1] for axis in body.axes))
    return body.free_symbols

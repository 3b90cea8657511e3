r"""One expression, evaluated over a whole domain at once: as NumPy in the kernel, as JavaScript in the browser.

A domain is a nest of loops: over the cells of a grid, the samples of a line, the rows of a table, the states of an
evolution, or nothing. Means over a table are loops of their own, inside or before it.
"""

from functools import cached_property

import numpy as np
import sympy as sp

from perceptron import codegen


class Mean(sp.Function):
    """Mean(expression, table): the mean of an expression over the rows of a table, by the table's name."""

    @classmethod
    def eval(cls, expression, table):
        return None

    def _eval_derivative(self, symbol):
        return Mean(sp.diff(self.args[0], symbol), self.args[1])

    def doit(self, **hints):
        return self


class Program:
    """Expressions over the loops of a domain.

    loops : for each loop, outermost first, the symbols that change from turn to turn.
    columns : table name -> symbols, for the means.
    """

    def __init__(self, expressions, loops, columns):
        self.expressions = [sp.sympify(e) for e in expressions]
        self.loops, self.columns = loops, columns
        self.looped = {s for names in loops for s in names}
        self.means = sorted({m for e in self.expressions for m in e.atoms(Mean)}, key=sp.default_sort_key)
        self.stand_ins = {mean: sp.Symbol(f"mean_{k}") for k, mean in enumerate(self.means)}
        self.reduced = [e.xreplace(self.stand_ins) for e in self.expressions]

    @cached_property
    def scalars(self):
        """The symbols that are numbers: parameters, and states at the present epoch. By name."""
        inside = set().union(*(self._free(m) for m in self.means), *(e.free_symbols for e in self.reduced))
        return sorted(s.name for s in inside - self.looped - set(self.stand_ins.values()))

    def _free(self, mean):
        """The symbols of a mean that its own rows do not give."""
        return mean.args[0].free_symbols - set(self.columns[mean.args[1].name])

    @cached_property
    def _numpy(self):
        scalars = [sp.Symbol(s, real=True) for s in self.scalars]
        looped = [s for names in self.loops for s in names]
        inner = []
        for mean in self.means:
            arguments = [*scalars, *looped, *self.columns[mean.args[1].name]]
            inner.append((mean.args[1].name, codegen.numpy_source(arguments, [mean.args[0]])))
        outer = codegen.numpy_source([*scalars, *looped, *self.stand_ins.values()], self.reduced)
        return inner, outer

    def numpy(self, scalars, tables, arrays):
        """One array per expression, of the shape of the domain. arrays : per loop, name -> values."""
        inner, outer = self._numpy
        shape = tuple(len(next(iter(loop.values()))) for loop in arrays)
        looped = []
        for axis, (names, loop) in enumerate(zip(self.loops, arrays, strict=True)):
            at = [1] * len(shape)
            at[axis] = shape[axis]
            looped += [np.asarray(loop[s.name], dtype=float).reshape(at) for s in names]
        numbers = [np.float64(scalars[s]) for s in self.scalars]  # a plain float would raise where it overflows
        with np.errstate(all="ignore"):
            means = []
            for name, function in inner:
                rows = [tables[name][s.name] for s in self.columns[name]]
                values = function(*numbers, *(a[..., None] for a in looped), *rows)[0]
                means.append(
                    np.broadcast_to(values, np.broadcast_shapes(np.shape(values), (len(rows[0]),))).mean(axis=-1)
                )
            return [np.broadcast_to(np.asarray(r, dtype=float), shape) for r in outer(*numbers, *looped, *means)]

    @cached_property
    def javascript(self):
        """The body of a function (P, T, D): numbers by name, tables, and the arrays of each loop; returns arrays."""
        lines = [f"const {{{', '.join(self.scalars)}}} = P;"] if self.scalars else []
        early = [m for m in self.means if not self._free(m) & self.looped]
        late = [m for m in self.means if m not in early]
        for mean in early:
            lines += self._mean_loop(mean, {})
        if not self.loops:
            return "\n".join([*lines, f"return [{', '.join(map(codegen.javascript, self.reduced))}];"])
        factors = self._separated(late)
        size = " * ".join(f"D[{a}].n" for a in range(len(self.loops)))
        lines += [f"const out{o} = new Float64Array({size});" for o in range(len(self.reduced))]
        lines += [line for factor in factors.values() for line in factor.fill]
        lines.append("let k = 0;")
        for axis, names in enumerate(self.loops):
            lines.append(f"for (let i{axis} = 0; i{axis} < D[{axis}].n; i{axis}++) {{")
            lines += [f"const {s.name} = D[{axis}].{s.name}[i{axis}];" for s in names]
        for mean in late:
            lines += self._mean_loop(mean, factors)
        steps, results = sp.cse(self.reduced, symbols=sp.numbered_symbols("c"))
        lines += [f"const {s} = {codegen.javascript(e)};" for s, e in steps]
        lines += [f"out{o}[k] = {codegen.javascript(e)};" for o, e in enumerate(results)]
        lines += ["k++;", "}" * len(self.loops), f"return [{', '.join(f'out{o}' for o in range(len(self.reduced)))}];"]
        return "\n".join(lines)

    def _mean_loop(self, mean, factors):
        table, total = mean.args[1].name, self.stand_ins[mean].name
        summand = mean.args[0]
        if factors:
            summand = self._split(mean).xreplace({e: f.symbol for e, f in factors.items()})
        steps, (result,) = sp.cse([summand], symbols=sp.numbered_symbols("s"))
        used = set().union(*(e.free_symbols for _, e in steps), result.free_symbols)
        columns = [s for s in self.columns[table] if s in used]
        near = [f for f in factors.values() if f.symbol in used]
        return [
            f"let {total} = 0;",
            "{",
            *(f"const {s.name}_{table} = T.{table}.{s.name};" for s in columns),
            *(f.before for f in near),
            f"for (let r = 0; r < T.{table}.n; r++) {{",
            *(f"const {s.name} = {s.name}_{table}[r];" for s in columns),
            *(f.read for f in near if f.read),
            *(f"const {s} = {codegen.javascript(e)};" for s, e in steps),
            f"{total} += {codegen.javascript(result)};",
            "}}",
            f"{total} /= T.{table}.n;",
        ]

    def _separated(self, means):
        """Exponentials inside a mean that depend on one loop alone, each computed once per turn of it and row.

        exp(-(w x + b)) over a grid of w and b is exp(-w x) exp(-b): a hundred times fewer exponentials.
        """
        found = {}
        if len(self.loops) < 2:
            return found
        for mean in means:
            table = mean.args[1].name
            for exponential in sorted(self._split(mean).atoms(sp.exp), key=str):
                axes = [a for a, names in enumerate(self.loops) if exponential.free_symbols & set(names)]
                if len(axes) <= 1 and exponential not in found:
                    found[exponential] = _Factor(len(found), exponential, axes, table, self)
        return found

    def _split(self, mean):
        return _split_exponentials(mean.args[0], self.loops, self.columns[mean.args[1].name])


class _Factor:
    """One exponential in JavaScript: a number where no row changes it, else a table over (turns of a loop) x (rows)."""

    def __init__(self, number, exponential, axes, table, program):
        self.symbol = sp.Symbol(f"f{number}")
        turns, turn = (f"D[{axes[0]}].n", f"i{axes[0]}") if axes else ("1", "0")
        names = program.loops[axes[0]] if axes else ()
        rows, used = f"T.{table}.n", exponential.free_symbols
        if not used & set(program.columns[table]):
            self.fill, self.read = [], ""
            self.before = f"const {self.symbol} = {codegen.javascript(exponential)};"
            return
        self.before = f"const o{number} = {turn} * T.{table}.n;"
        self.read = f"const {self.symbol} = F{number}[o{number} + r];"
        self.fill = [
            f"const F{number} = new Float64Array({turns} * {rows});",
            f"for (let i = 0; i < {turns}; i++) {{",
            *(f"const {s.name} = D[{axes[0]}].{s.name}[i];" for s in names if s in used),
            f"for (let r = 0; r < {rows}; r++) {{",
            *(f"const {s.name} = T.{table}.{s.name}[r];" for s in program.columns[table] if s in used),
            f"F{number}[i * {rows} + r] = {codegen.javascript(exponential)};",
            "}}",
        ]


def _split_exponentials(expression, loops, columns):
    """exp(a + b) as exp(a) exp(b) where a and b change with different loops; what no loop changes goes with a row."""

    def split(argument):
        groups = {}
        for term in sp.Add.make_args(sp.expand(argument)):
            key = tuple(bool(term.free_symbols & set(names)) for names in loops)
            groups[key] = groups.get(key, 0) + term
        still = (False,) * len(loops)
        hosts = [key for key, g in groups.items() if key != still and sum(key) == 1 and g.free_symbols & set(columns)]
        if hosts and still in groups:
            groups[hosts[0]] += groups.pop(still)
        return sp.Mul(*(sp.exp(g, evaluate=False) for g in groups.values()), evaluate=False)

    return expression.replace(sp.exp, split)

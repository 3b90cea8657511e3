"""Is `raise NotImplementedError` a stub that waits, or was it forgotten beside what a reader wrote?"""

import ast
import dis
import inspect
import textwrap


def is_left_over(fn, error):
    """Whether the function that raised this NotImplementedError holds code that was meant to count.

    That is code below the line, or a loop or a `return` anywhere. Where there is no source, the code object tells:
    names that no instruction uses are those of code that is never reached.
    """
    code = _last(error.__traceback__)
    if code is None or code is not getattr(inspect.unwrap(fn), "__code__", None):
        return False
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, SyntaxError, TypeError, ValueError):
        return bool(_unused(code))
    if any(isinstance(node, ast.For | ast.While | ast.Return) for node in ast.walk(tree)):
        return True
    blocks = [block for node in ast.walk(tree) for block in (getattr(node, "body", []), getattr(node, "orelse", []))]
    return any(_is_the_line(line) for block in blocks if isinstance(block, list) for line in block[:-1])


def _last(traceback):
    """The code in which an error was raised."""
    code = None
    while traceback is not None:
        code, traceback = traceback.tb_frame.f_code, traceback.tb_next
    return code


def _is_the_line(statement):
    return isinstance(statement, ast.Raise) and "NotImplementedError" in ast.dump(statement)


def _unused(code):
    used = {name for instruction in dis.get_instructions(code) for name in _names(instruction.argval)}
    arguments = code.co_argcount + code.co_kwonlyargcount
    return {*code.co_names, *code.co_varnames[arguments:]} - used


def _names(argument):
    return argument if isinstance(argument, tuple) else (argument,) if isinstance(argument, str) else ()

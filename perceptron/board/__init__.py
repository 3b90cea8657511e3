"""The board: what a class predicts, live. `perceptron board` serves it alone, JupyterHub as one of its services.

questions : the course's predictions, as they are asked.   store : classes, votes and verdicts in SQLite.
server : what a browser may ask for.   teacher : who may open questions.   board_command : the command line.
"""

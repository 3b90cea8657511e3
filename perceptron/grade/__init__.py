"""Marks for handed-in notebooks: `perceptron grade FOLDER_OR_ZIP`. What a student wrote runs in a sandbox alone.

submissions : whose notebooks are there, as learning platforms export them.   attempts : what a notebook answers.
child : runs a student's cells, inside of the sandbox.   sandbox : starts it, and talks to it.   wire : what is said.
marks : the verdicts, made here and nowhere else.   worker : a process for each notebook's.   pages : CSV and HTML.
exports : tables for others.   grade_command : the command line.
"""

"""Exercises with numbers that are drawn, by lesson: each is one definition, and another one like it is a seed away."""

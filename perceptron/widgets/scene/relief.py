"""A grid of numbers over two axes as a landscape: its lowest point. contours.js has the same."""

import numpy as np


def lowest(grid):
    """(i, j, value) of the grid's lowest point, in cells along the columns and the rows, or None where there is none.

    grid : rows x columns. It is one Newton step from the lowest number; at the edge the lowest point is not in view.
    """
    if np.isnan(grid).any():
        return None
    j, i = np.unravel_index(np.argmin(grid), grid.shape)
    if min(i, j) < 1 or i > grid.shape[1] - 2 or j > grid.shape[0] - 2:
        return None
    (a, b, c), (d, e, f), (g, h, k) = grid[j - 1 : j + 2, i - 1 : i + 2]
    slope = np.array([(f - d) / 2, (h - b) / 2])
    mixed = (k - c - g + a) / 4
    curved = np.array([[f - 2 * e + d, mixed], [mixed, h - 2 * e + b]])
    if not np.linalg.det(curved) > 0:
        return float(i), float(j), float(e)
    di, dj = -np.linalg.solve(curved, slope)
    return float(i + di), float(j + dj), float(e + (slope @ (di, dj)) / 2)

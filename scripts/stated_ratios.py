"""Trends with a stated ratio of a level step, for check_statistics.py: NumPy and SciPy alone.

How far a ratio moves a coefficient is not calculated by a formula: the trend is fitted again with a
larger and with a smaller ratio.
"""

import numpy as np

from correlated_years import Correlated, Mixture, design, quasi_poisson

RATIO, ERROR = 1.08, 0.03
JUMP, MOVE = np.log(RATIO), ERROR / RATIO


def share(x, at, length):
    return np.clip((x - at) / length + 0.5, 0, 1)


def together(df, scatter, stated):
    """Degrees of freedom of a sum of an estimated and a known variance (JCGM 100:2008, G.4)."""
    return max(df, np.floor(min(10_000, (scatter + stated) ** 2 / (scatter**2 / df))))


class Stated:
    """Fits given rho, each with the coefficients at the ratio, below it and above it."""

    def __init__(self, weights, fits, df):
        self.weights, self.fits, self.df = weights, fits, df

    def of(self, row, after):
        parts = [(row @ b + after * JUMP, row @ C @ row, (row @ moved + after * MOVE) ** 2) for b, C, moved in self.fits]
        centres, scatter, stated = (np.array(column) for column in zip(*parts))
        df = together(self.df, self.weights @ scatter, self.weights @ stated)
        return Mixture(self.weights, centres, np.sqrt(scatter + stated), df)


def correlated(x, value, X, after, weight, length):
    at, up, down = (Correlated(x, np.log(value) - after * jump, X, weight, length) for jump in (JUMP, JUMP + MOVE, JUMP - MOVE))
    fits = [(fit[1], fit[2], (more[1] - less[1]) / 2) for fit, more, less in zip(at.fits, up.fits, down.fits)]
    return Stated(at.weights, fits, at.df)


def independent(value, X, after, weight, known):
    df = X.shape[0] - X.shape[1]
    gram = X.T @ (weight[:, None] * X)

    def fit(jump):
        return np.linalg.solve(gram, X.T @ (weight * (np.log(value) - after * jump)))

    rest = np.log(value) - after * JUMP - X @ fit(JUMP)
    scatter = weight @ rest**2 / df
    scatter = max(1, scatter) if known else scatter
    moved = (fit(JUMP + MOVE) - fit(JUMP - MOVE)) / 2
    return Stated(np.ones(1), [(fit(JUMP), scatter * np.linalg.inv(gram), moved)], df)


def counts(value, X, after):
    """Quasi-Poisson; the slope against the jump by differences, extrapolated to none."""
    df = X.shape[0] - X.shape[1]

    def fit(jump):
        mu = quasi_poisson(X, value, after * jump)
        return mu, np.linalg.lstsq(X, np.log(mu) - after * jump, rcond=None)[0]

    def difference(step):
        return (fit(JUMP + step)[1] - fit(JUMP - step)[1]) / (2 * step)

    mu, b = fit(JUMP)
    scatter = max(1, ((value - mu) ** 2 / mu).sum() / df)
    moved = MOVE * (4 * difference(1e-3) - difference(2e-3)) / 3
    return Stated(np.ones(1), [(b, scatter * np.linalg.inv(X.T @ (mu[:, None] * X)), moved)], df)


def both(kind, length, steps, x, value, error):
    """The fits with correlated and with independent years, a step in the middle."""
    X, after = design(x, steps, length), share(x, x[len(x) // 2] - length / 2, length)
    if kind == "counts":
        weight = quasi_poisson(X, value, after * JUMP)
        alone = counts(value, X, after)
    else:
        weight = np.ones(len(x)) if error is None else (value / error) ** 2
        alone = independent(value, X, after, weight, error is not None)
    return X, correlated(x, value, X, after, weight, length), alone

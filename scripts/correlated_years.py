"""Trends with correlated years by dense matrices, for check_statistics.py: NumPy and SciPy alone."""

import numpy as np
from scipy import optimize, stats


def design(x, steps, length):
    """Level, time from the mean, steps, seasons that add up to 0."""
    columns = [np.ones(len(x)), x - x.mean()]
    columns += [np.clip((x - at) / length + 0.5, 0, 1) for at in steps]
    if length < 0.5:
        quarter = np.floor((x % 1) * 4).astype(int)
        columns += [(quarter == i) * 1.0 - (quarter == 3) for i in range(3)]
    return np.column_stack(columns)


def quasi_poisson(X, y, offset=0.0):
    """Fitted counts by iteratively reweighted least squares."""
    eta = np.log(y + 0.1)
    for _ in range(200):
        mu = np.exp(eta)
        z = eta - offset + (y - mu) / mu
        eta = offset + X @ np.linalg.solve(X.T @ (mu[:, None] * X), X.T @ (mu * z))
    return np.exp(eta)


class Mixture:
    """Student t distributions with the same degrees of freedom."""

    def __init__(self, weights, centres, scales, df):
        self.weights, self.centres, self.scales, self.df = weights, centres, scales, df

    def below(self, value):
        return self.weights @ stats.t.cdf((value - self.centres) / self.scales, self.df)

    def quantile(self, share):
        low = (self.centres - 80 * self.scales).min()
        high = (self.centres + 80 * self.scales).max()
        return optimize.brentq(lambda at: self.below(at) - share, low, high, xtol=1e-15, rtol=1e-14)

    def p_value(self):
        above = self.weights @ stats.t.sf((0 - self.centres) / self.scales, self.df)
        return 2 * min(self.below(0), above)


class Correlated:
    """Generalised least squares for 39 values of rho, weighted by restricted likelihood."""

    def __init__(self, x, y, X, weight, length):
        root = np.sqrt(weight)
        Xw, yw = X * root[:, None], y * root
        n, p = X.shape
        self.df, self.rho = n - p, np.linspace(0, 0.95, 39)
        self.fits, logs = [], []
        distance = np.abs(x[:, None] - x[None, :]) / length
        for rho in self.rho:
            V = np.where(distance == 0, 1.0, rho**distance)
            inverse = np.linalg.inv(V)
            gram = Xw.T @ inverse @ Xw
            b = np.linalg.solve(gram, Xw.T @ inverse @ yw)
            rest = yw - Xw @ b
            q = rest @ inverse @ rest
            logs.append(
                -self.df / 2 * np.log(q) - 0.5 * np.linalg.slogdet(V)[1] - 0.5 * np.linalg.slogdet(gram)[1]
            )
            s2 = q / self.df
            self.fits.append((rho, b, s2 * np.linalg.inv(gram), s2 / weight[-1], y[-1] - X[-1] @ b))
        logs = np.array(logs)
        self.weights = np.exp(logs - logs.max())
        self.weights /= self.weights.sum()
        first = self.fits[0]
        self.rest = yw - Xw @ first[1]
        self.dispersion = first[3] * weight[-1]

    def of(self, row):
        centres = np.array([row @ b for _, b, *_ in self.fits])
        scales = np.array([np.sqrt(row @ C @ row) for _, _, C, *_ in self.fits])
        return Mixture(self.weights, centres, scales, self.df)

    def ahead(self, row, last, periods):
        centres, scales = [], []
        for rho, b, C, residual, off in self.fits:
            kept = rho**periods
            centres.append(row @ b + kept * off)
            difference = row - kept * last
            scales.append(np.sqrt(difference @ C @ difference + residual * (1 - kept**2)))
        return Mixture(self.weights, np.array(centres), np.array(scales), self.df)


def lag1(x, rest, length):
    near = np.abs(np.diff(x) / length - 1) < 0.01
    return (rest[1:] * rest[:-1])[near].sum() / (rest @ rest)

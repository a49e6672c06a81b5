#!/usr/bin/env python3
"""Compute the funnel of police forces again with NumPy alone, and compare with the program.

    vawg areas --crime NAME [--release ID] --format csv | scripts/check_areas.py

Reads counts and populations from the rows of the program and computes phi, tau and the numbers outside the limits from
these; exits with 1 where any differs. Needs NumPy and pandas.
"""

import sys
from math import exp, lgamma, log
from statistics import NormalDist

import numpy as np
import pandas as pd


def tails(count, mean):
    """Probability of at most, and of at least, this count where the mean is known (Poisson)."""
    spread = int(12 * mean**0.5 + 50)
    below = sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(max(0, count - spread), count + 1))
    above = sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count, count + spread))
    return below, above


def main():
    rows = pd.read_csv(sys.stdin, low_memory=False)
    period = rows[rows.statistic == "standing"].period.iloc[0]
    shown = rows[(rows.period == period) & (rows.area != "all areas shown") & (rows.area != "England and Wales")]
    standing = set(shown[shown.statistic == "standing"].series)
    counts = shown[shown.statistic == "observed"].set_index("series").value
    people = shown[shown.statistic == "rate"].set_index("series").n
    x, n = (column[column.index.isin(standing)].sort_index().to_numpy() for column in (counts, people))
    expected = n * x.sum() / n.sum()
    z = np.log(np.maximum(x, 0.5) / expected) * np.sqrt(expected)
    low, high = np.quantile(z, [0.1, 0.9])
    z = np.clip(z, low, high)
    phi = np.mean(z**2)
    tau2 = max(0, (len(x) * phi - (len(x) - 1)) / (expected.sum() - (expected**2).sum() / expected.sum()))
    found = {("phi", ""): phi, ("tau", ""): np.sqrt(tau2)}
    for confidence in (0.95, 0.998):
        tail = (1 - confidence) / 2
        outside = np.array([min(tails(int(count), mean)) < tail for count, mean in zip(x, expected)])
        wide = np.abs(np.log(x / expected)) > NormalDist().inv_cdf(1 - tail) * np.sqrt(1 / expected + tau2)
        found["exact Poisson", confidence] = outside.sum()
        found["additive over-dispersion, method of moments", confidence] = wide.sum()
    differ = 0
    for (name, confidence), value in found.items():
        if confidence:
            row = rows[(rows.statistic == "outside_limits") & (rows.method == name) & (rows.confidence == confidence)]
        else:
            row = rows[rows.statistic == name]
        same = abs(row.value.iloc[0] - value) <= 1e-9 * max(1, abs(value))
        differ += not same
        print(f"{name} {confidence}: {row.value.iloc[0]:g}, here {value:g}{'' if same else ' DIFFERENT'}")
    sys.exit(differ > 0)


if __name__ == "__main__":
    main()

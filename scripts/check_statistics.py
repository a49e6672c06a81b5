#!/usr/bin/env python3
"""Computes the statistics of the program again, with NumPy and SciPy alone, and compares.

    cargo run --example statistics | python3 scripts/check_statistics.py

Reads lines `series,statistic,value` from standard input. The series are those of
tests/reference/stats: real figures with their citation. Nothing here is taken from the Rust code:
matrices are dense and inverted, places of joinpoints are enumerated, quantiles are solved by brentq.
A value agrees within 1e-9 of its size, or 1e-6 where a quantile is solved for. Exit status 1 where
one does not, or where a statistic is missing on either side.
"""

import csv
import itertools
import sys
from pathlib import Path

import numpy as np
from scipy import optimize, stats

import stated_ratios
from correlated_years import Correlated, design, lag1, quasi_poisson

REFERENCE = Path(__file__).resolve().parent.parent / "tests/reference/stats"
DESIGN_FACTOR = 1.2
Z = stats.norm.ppf(0.975)
SOLVED = 1e-6
EXACT = 1e-9

expected = {}


def add(series, statistic, value, tolerance=EXACT):
    expected[series, statistic] = (float(value), tolerance)


def table(name):
    with open(REFERENCE / name, newline="", encoding="utf-8") as file:
        next(file)
        return list(csv.reader(file))[1:]


# Trends


def trend(name, kind, length, steps, x, value, error):
    X = design(x, steps, length)
    if kind == "counts":
        mu = quasi_poisson(X, value)
        rest, weight = (value - mu) / np.sqrt(mu), mu
        fit = Correlated(x, np.log(value), X, weight, length)
    else:
        weight = np.ones(len(x)) if error is None else (value / error) ** 2
        fit = Correlated(x, np.log(value), X, weight, length)
        rest = fit.rest
    slope = fit.of(np.eye(X.shape[1])[1])
    add(name, "correlated slope", slope.quantile(0.5), SOLVED)
    add(name, "correlated apc lower", 100 * np.expm1(slope.quantile(0.025)), SOLVED)
    add(name, "correlated apc upper", 100 * np.expm1(slope.quantile(0.975)), SOLVED)
    add(name, "correlated p", slope.p_value())
    add(name, "correlated dispersion", fit.dispersion)
    add(name, "correlated lag 1", lag1(x, rest, length))
    add(name, "correlated mean rho", fit.weights @ fit.rho)
    last = fit.of(X[-1])
    for statistic, share in (("", 0.5), (" lower", 0.025), (" upper", 0.975)):
        add(name, "correlated fitted" + statistic, np.exp(last.quantile(share)), SOLVED)
    for place in range(len(steps)):
        jump = fit.of(np.eye(X.shape[1])[2 + place])
        start = f"correlated step {place} "
        add(name, start + "jump", jump.quantile(0.5), SOLVED)
        add(name, start + "lower", jump.quantile(0.025), SOLVED)
        add(name, start + "upper", jump.quantile(0.975), SOLVED)
        add(name, start + "p", jump.p_value())
    later = np.append(x, x[-1] + 4 * length)
    row = design(later, steps, length)[-1]
    row[1] = later[-1] - x.mean()
    ahead = fit.ahead(row, X[-1], 4)
    for statistic, share in (("", 0.5), (" lower", 0.025), (" upper", 0.975)):
        add(name, "projection" + statistic, np.exp(ahead.quantile(share)), SOLVED)
    add(name, "projection probability", ahead.below(np.log(0.9 * value[-1])))


def stated(name, *series):
    X, *fits = stated_ratios.both(*series)
    for kind, fit in zip(("stated correlated", "stated independent"), fits):
        slope, last = fit.of(np.eye(X.shape[1])[1], 0), fit.of(X[-1], 1)
        add(name, f"{kind} slope", slope.quantile(0.5), SOLVED)
        add(name, f"{kind} apc lower", 100 * np.expm1(slope.quantile(0.025)), SOLVED)
        add(name, f"{kind} apc upper", 100 * np.expm1(slope.quantile(0.975)), SOLVED)
        add(name, f"{kind} p", slope.p_value())
        add(name, f"{kind} df", slope.df)
        for statistic, at in (("", 0.5), (" lower", 0.025), (" upper", 0.975)):
            add(name, f"{kind} fitted" + statistic, np.exp(last.quantile(at)), SOLVED)


def short_years(name, x, value):
    weight = np.ones(len(x))
    weight[-1], weight[-2] = 0.5, 2 / 3
    X, y = design(x, [], 1.0), np.log(value)
    gram = X.T @ (weight[:, None] * X)
    b = np.linalg.solve(gram, X.T @ (weight * y))
    df = len(x) - 2
    s2 = (weight * (y - X @ b) ** 2).sum() / df
    add(name, "short years slope", b[1])
    t = b[1] / np.sqrt(s2 * np.linalg.inv(gram)[1, 1])
    add(name, "short years p", 2 * stats.t.sf(abs(t), df))


# Differences, verdicts, plans


def wilson(p, n, z):
    middle, reach = 2 * p * n + z * z, z * np.sqrt(z * z + 4 * p * n * (1 - p))
    return (middle - reach) / (2 * (n + z * z)), (middle + reach) / (2 * (n + z * z))


def newcombe_p(p1, n1, p2, n2):
    if p1 == p2:
        return 1.0

    def nearest(z):
        (l1, u1), (l2, u2), d = wilson(p1, n1, z), wilson(p2, n2, z), p2 - p1
        if d > 0:
            return d - np.hypot(p2 - l2, u1 - p1)
        return -(d + np.hypot(u2 - p2, p1 - l1))

    return 2 * stats.norm.sf(optimize.brentq(nearest, 1e-9, 60, xtol=1e-14, rtol=1e-14))


def differences(name, value, error, base):
    for later in range(1, len(value)):
        one, two = later - 1, later
        n = base / DESIGN_FACTOR**2
        p = newcombe_p(value[one] / 100, n[one], value[two] / 100, n[two])
        add(name, f"newcombe p {later}", p, SOLVED)
        v1, v2 = error[one] ** 2, error[two] ** 2
        df = (v1 + v2) ** 2 / (v1**2 / (4 + one) + v2**2 / (4 + two))
        d, s = value[two] - value[one], np.sqrt(v1 + v2)
        add(name, f"welch upper {later}", d + stats.t.ppf(0.975, df) * s, SOLVED)
        add(name, f"welch p {later}", 2 * stats.t.sf(abs(d / s), df))


def verdicts(name, x, value, error):
    keep = (x > 2015) & (x < 2025.5)
    x, value, error = x[keep], value[keep], error[keep]
    extra, bridge, df = 1.2, 0.03 / 1.04, 6
    years, t = x[-1] - x[0], stats.t.ppf(0.975, df)
    rel = extra * error / value
    now = value[-1] / 1.04
    own = np.hypot(rel[-1], bridge)
    both = np.hypot(own, rel[0])

    def path(baseline, at, shape):
        done = (at - x[0]) / 10
        return baseline * (0.5**done if shape == "same rate" else 1 - done / 2)

    for shape in ("same rate", "same points"):
        target = path(value[0], x[-1], shape)
        gap = np.log(now / target)
        add(name, f"{shape} gap lower", np.expm1(gap - t * both))
        add(name, f"{shape} gap upper", np.expm1(gap + t * both))
        add(name, f"{shape} probability", stats.t.cdf(-gap / both, df))
        add(name, f"{shape} probability fixed", stats.t.cdf(-gap / own, df))
        # posterior of the change by numerical integration: prior times likelihood
        change, m, s = np.log(now / value[0]), years * np.log(0.975), years * 0.035
        grid = np.linspace(change - 12 * both, change + 12 * both, 400_001)
        density = stats.norm.pdf(grid, change, both) * stats.norm.pdf(grid, m, s)
        limit = np.log(target / value[0])
        centre = (change / both**2 + m / s**2) / (1 / both**2 + 1 / s**2)
        share = stats.norm.cdf((limit - centre) * np.sqrt(1 / both**2 + 1 / s**2))
        counted = density[grid <= limit].sum() / density.sum()
        assert abs(counted - share) < 1e-4, (counted, share)
        add(name, f"{shape} with prior", share)
        all_points(name, shape, x, value, rel, [path(value[0], at, shape) for at in x], bridge, t, df)
        ends = (value[0] - 0.05, value[0] + 0.05)
        paths = [path(end, x[-1], shape) for end in ends]
        add(name, f"{shape} path lower", min(paths))
        add(name, f"{shape} path upper", max(paths))
        required = 0.5 ** (1 / 10) - 1
        ratios = [
            ((v / b) ** (1 / years) - 1) / required
            for v in (value[-1] - 0.05, value[-1] + 0.05)
            for b in ends
        ]
        add(name, f"{shape} progress lower", min(ratios))
        add(name, f"{shape} progress upper", max(ratios))


def all_points(name, shape, x, value, rel, path, bridge, t, df):
    time, w = x - x[0], 1 / rel**2
    X = np.column_stack([np.ones(len(x)), time])
    gram = X.T @ (w[:, None] * X)

    def rise(y):
        return time[-1] * np.linalg.solve(gram, X.T @ (w * y))[1]

    later = (time > 0) * 1.0
    error = np.hypot(time[-1] * np.sqrt(np.linalg.inv(gram)[1, 1]), bridge * rise(later))
    gap = rise(np.log(value / np.array(path)))
    add(name, f"{shape} all gap", np.expm1(gap))
    add(name, f"{shape} all change upper", np.expm1(rise(np.log(value)) + t * error))
    add(name, f"{shape} all probability", stats.t.cdf(-gap / error, df))


def detectable(name, p0, base):
    n = base / DESIGN_FACTOR**2
    reach = Z + stats.norm.ppf(0.8)
    for label, extra, bridge in (("plain", 1, 0), ("bridged", 1.2, 0.03 / 1.04)):

        def short(fall, extra=extra, bridge=bridge):
            p1 = p0 - fall
            sampling = extra**2 * (p0 * (1 - p0) + p1 * (1 - p1)) / n
            return fall - reach * np.sqrt(sampling + (p1 * bridge) ** 2)

        fall = optimize.brentq(short, 0, p0, xtol=1e-16, rtol=1e-14) if short(p0) >= 0 else 0
        add(name, f"detectable {label}", fall / p0, SOLVED)


# Joinpoints


def sum_of_squares(columns, y):
    X = np.column_stack(columns)
    rest = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return rest @ rest


def placements(n, k):
    for places in itertools.combinations(range(n), k):
        ends = [-1, *places, n]
        if all(b - a - 1 >= 2 for a, b in itertools.pairwise(ends)):
            yield places


def joinpoints(name, value):
    y, n = np.log(value), len(value)
    x = np.arange(n) * 1.0

    def hinge(at):
        return np.maximum(x - x[at], 0)

    best = []
    for k in range(3):
        sums = {
            places: sum_of_squares([np.ones(n), x, *map(hinge, places)], y) for places in placements(n, k)
        }
        places = min(sums, key=sums.get)
        weight = 0.0
        for number, at in enumerate(places):
            start = places[number - 1] + 1 if number else 0
            end = places[number + 1] + 1 if number + 1 < k else n
            part = slice(start, end)
            line = [np.ones(n)[part], x[part]]
            straight = sum_of_squares(line, y[part])
            turned = sum_of_squares([*line, hinge(at)[part]], y[part])
            weight = max(weight, 1 - turned / straight)
        criteria = [np.log(sums[places] / n) + (each * k + 2) * np.log(n) / n for each in (2, 3, 2 + weight)]
        for label, criterion in zip(("bic", "bic3", "weighted bic"), criteria):
            add(name, f"{label} {k}", criterion)
        add(name, f"weight {k}", weight)
        best.append((criteria[2], k, places, sums))
    _, k, places, sums = min(best)
    add(name, "joinpoints", k)
    if k:
        df = n - 2 * k - 2
        most = sums[places] * (1 + k / df * stats.f.ppf(0.95, k, df))
    for number, at in enumerate(places):
        profile = {}
        for other, total in sums.items():
            profile[other[number]] = min(total, profile.get(other[number], np.inf))
        limits = []
        for step in (-1, 1):
            place = at
            while place + step in profile:
                place += step
                if profile[place] > most:
                    break
            limits.append(2005 + place)
        add(name, f"place {number}", 2005 + at)
        add(name, f"place {number} lower", limits[0])
        add(name, f"place {number} upper", limits[1])


# Areas


def forces():
    rows = table("forces_2019.csv")
    people = np.array([float(row[3]) for row in rows])
    for column, name in ((1, "sexual offences by force"), (2, "stalking by force")):
        events = np.array([float(row[column]) for row in rows])
        mean = people * events.sum() / people.sum()
        for share in (0.1, 0.0):
            z = np.log(events / mean) * np.sqrt(mean)
            z = np.clip(z, *np.quantile(z, [share, 1 - share]))
            n, phi = len(z), (z**2).mean()
            tau2 = (n * phi - (n - 1)) / (mean.sum() - (mean**2).sum() / mean.sum())
            label = "0.1" if share else "0"
            add(name, f"phi {label}", phi)
            add(name, f"tau {label}", np.sqrt(max(0, tau2)))
            reach = stats.norm.ppf(0.999) * np.sqrt(1 / mean[0] + max(0, tau2))
            add(name, f"upper limit {label}", np.exp(reach))
    rows = table("force_rapes.csv")
    one, two = (np.array([float(row[i]) for row in rows]) for i in (1, 2))
    log, variance = np.log(two / one), 1 / one + 1 / two
    common = (log / variance).sum() / (1 / variance).sum()
    dispersion = ((log - common) ** 2 / variance).sum() / (len(log) - 1)
    name = "changes of rape by force"
    add(name, "common", common)
    add(name, "dispersion", dispersion)
    p = 2 * stats.norm.sf(np.abs(log) / np.sqrt(dispersion * variance))
    for place, (single, adjusted) in enumerate(zip(p, stats.false_discovery_control(p))):
        add(name, f"p {place}", single)
        add(name, f"adjusted p {place}", adjusted)


def compute():
    for name, rows in itertools.groupby(table("real_series.csv"), key=lambda row: row[0]):
        rows = list(rows)
        kind, length = rows[0][1], float(rows[0][2])
        steps = [float(at) for at in rows[0][3].split(";") if at]
        x, value = (np.array([float(row[i]) for row in rows]) for i in (4, 5))
        base = np.array([float(row[6] or 0) for row in rows])
        error = None
        if kind == "prevalence":
            p = value / 100
            error = 100 * DESIGN_FACTOR * np.sqrt(p * (1 - p) / base)
        trend(name, kind, length, steps, x, value, error)
        stated(name, kind, length, steps, x, value, error)
        if kind != "counts":
            short_years(name, x, value)
        if kind == "prevalence":
            differences(name, value, error, base)
            verdicts(name, x, value, error)
            detectable(name, value[-1] / 100, base[-1])
    for row in table("joinpoint5_values.csv"):
        joinpoints(row[0], np.array([float(cell) for cell in row[1:]]))
    forces()


def main():
    compute()
    found = {(row[0], row[1]): float(row[2]) for row in csv.reader(sys.stdin)}
    wrong = [f"not printed: {key}" for key in expected.keys() - found.keys()]
    wrong += [f"not computed again: {key}" for key in found.keys() - expected.keys()]
    worst = {EXACT: 0.0, SOLVED: 0.0}
    for key in expected.keys() & found.keys():
        value, tolerance = expected[key]
        off = abs(found[key] - value) / max(abs(value), 1e-3)
        worst[tolerance] = max(worst[tolerance], off)
        if not off <= tolerance:
            wrong.append(f"{key}: {found[key]!r}, computed again {value!r}")
    for line in sorted(wrong):
        print(line)
    print(f"{len(expected)} statistics; furthest {worst[EXACT]:.1e}, of quantiles {worst[SOLVED]:.1e}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

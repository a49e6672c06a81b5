//! Least squares on a few columns through an orthonormal basis of them.
//!
//! Does not know what the columns mean.

/// A column that keeps less than this share of its length beside the others is not separable.
const SMALLEST_SHARE: f64 = 1e-9;

/// Columns as an orthonormal basis and an upper triangle: column j is the sum over i of
/// `triangle[j][i]` times `basis[i]` (Gram-Schmidt, each column twice; Björck 1996, Numerical
/// Methods for Least Squares Problems, 2.4).
#[derive(Debug, Clone)]
pub(crate) struct Orthogonal {
    basis: Vec<Vec<f64>>,
    triangle: Vec<Vec<f64>>,
}

impl Orthogonal {
    /// The basis of columns of the same length; none where they are not separable.
    pub(crate) fn new(columns: Vec<Vec<f64>>) -> Option<Self> {
        let mut found = Self {
            basis: Vec::new(),
            triangle: Vec::new(),
        };
        for mut column in columns {
            let length = norm(&column);
            let mut shares = found.take_out(&mut column);
            for (share, again) in shares.iter_mut().zip(found.take_out(&mut column)) {
                *share += again;
            }
            let rest = norm(&column);
            if rest <= SMALLEST_SHARE * length || found.basis.len() == column.len() {
                return None;
            }
            for value in &mut column {
                *value /= rest;
            }
            shares.push(rest);
            found.basis.push(column);
            found.triangle.push(shares);
        }
        Some(found)
    }

    /// Takes the basis out of a vector and returns how much of each there was.
    pub(crate) fn take_out(&self, vector: &mut [f64]) -> Vec<f64> {
        self.basis
            .iter()
            .map(|unit| {
                let share = dot(unit, vector);
                subtract(vector, share, unit);
                share
            })
            .collect()
    }

    /// The coefficients of the columns that come nearest to `y`, and what is left of `y`.
    pub(crate) fn fit(&self, y: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut rest = y.to_vec();
        let shares = self.take_out(&mut rest);
        (self.solve(shares), rest)
    }

    /// The inverse of the matrix of the columns' inner products.
    pub(crate) fn inverse_gram(&self) -> Vec<Vec<f64>> {
        let size = self.basis.len();
        let inverse: Vec<Vec<f64>> = (0..size)
            .map(|unit| self.solve((0..size).map(|i| f64::from(u8::from(i == unit))).collect()))
            .collect();
        let entry = |row: usize, column: usize| {
            inverse
                .iter()
                .map(|solved| solved[row] * solved[column])
                .sum()
        };
        (0..size)
            .map(|row| (0..size).map(|column| entry(row, column)).collect())
            .collect()
    }

    /// The logarithm of the determinant of the matrix of the columns' inner products.
    pub(crate) fn log_determinant(&self) -> f64 {
        let lengths = self.triangle.iter().filter_map(|shares| shares.last());
        lengths.map(|length| 2.0 * length.ln()).sum()
    }

    fn solve(&self, mut right: Vec<f64>) -> Vec<f64> {
        for column in (0..right.len()).rev() {
            right[column] /= self.triangle[column][column];
            let known = right[column];
            subtract(&mut right[..column], known, &self.triangle[column]);
        }
        right
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(crate) fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

/// Subtracts a multiple of another vector, as far as the shorter of the two goes.
pub(crate) fn subtract(vector: &mut [f64], factor: f64, other: &[f64]) {
    for (value, other) in vector.iter_mut().zip(other) {
        *value -= factor * other;
    }
}

/// The product of two vectors, element by element.
pub(crate) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// The variance of a linear combination of coefficients with this covariance.
pub(crate) fn quadratic(row: &[f64], covariance: &[Vec<f64>]) -> f64 {
    row.iter()
        .zip(covariance)
        .map(|(weight, line)| weight * dot(row, line))
        .sum()
}

/// A matrix with every entry times a factor.
pub(crate) fn times(matrix: &[Vec<f64>], factor: f64) -> Vec<Vec<f64>> {
    let row = |row: &Vec<f64>| row.iter().map(|entry| entry * factor).collect();
    matrix.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn a_small_system_is_solved_as_by_hand() {
        // y = 1, 2, 2, 4 on 1 and x = 0..3: slope 0.9, level 0.9, residuals 0.1, 0.2, -0.7, 0.4.
        let columns = vec![vec![1.0; 4], vec![0.0, 1.0, 2.0, 3.0]];
        let basis = Orthogonal::new(columns).unwrap();
        let (coefficients, rest) = basis.fit(&[1.0, 2.0, 2.0, 4.0]);
        agree(coefficients[0], 0.9, 1e-13);
        agree(coefficients[1], 0.9, 1e-13);
        for (found, expected) in rest.iter().zip([0.1, 0.2, -0.7, 0.4]) {
            agree(*found, expected, 1e-12);
        }
        // The inverse of [[4, 6], [6, 14]] is [[0.7, -0.3], [-0.3, 0.2]].
        let inverse = basis.inverse_gram();
        for (found, expected) in inverse.concat().iter().zip([0.7, -0.3, -0.3, 0.2]) {
            agree(*found, expected, 1e-12);
        }
        // and its determinant is 4·14 − 6·6 = 20
        agree(basis.log_determinant(), 20.0_f64.ln(), 1e-13);
        // (1, 2) through it: 0.7 - 2·0.6 + 4·0.2 = 0.3.
        agree(quadratic(&[1.0, 2.0], &inverse), 0.3, 1e-12);
    }

    #[test]
    fn columns_that_say_the_same_are_not_separable() {
        assert!(Orthogonal::new(vec![vec![1.0, 1.0, 1.0], vec![2.0, 2.0, 2.0]]).is_none());
        assert!(Orthogonal::new(vec![vec![1.0], vec![2.0]]).is_none());
        assert!(Orthogonal::new(vec![vec![0.0, 0.0]]).is_none());
        let square = Orthogonal::new(vec![vec![1.0, 1.0], vec![0.0, 1.0]]).unwrap();
        let (coefficients, _) = square.fit(&[3.0, 5.0]);
        agree(coefficients[1], 2.0, 1e-13);
    }
}

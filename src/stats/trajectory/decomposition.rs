//! The change of a total split into the changes of its parts, adding up exactly.
//!
//! Holds no populations: the shares come with the parts.

use crate::stats::error::{StatsError, enough_points, finite, not_negative};

/// One part (a sex, a component) at two times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The part's share of the population at the first time, 0 or more.
    pub first_share: f64,
    /// The part's value at the first time.
    pub first_value: f64,
    /// Its share at the second time.
    pub second_share: f64,
    /// Its value at the second time.
    pub second_value: f64,
}

/// The change of a total by parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// What each part adds to the change, in the order given.
    pub contributions: Vec<f64>,
    /// The change of the total made up of the parts: the sum of the contributions.
    pub recomposed: f64,
    /// The published change less the recomposed one, where one is given.
    pub residual: Option<f64>,
    /// The method in words.
    pub method: &'static str,
}

/// Contribution of part i = share·value at the second time less share·value at the first (Kitagawa
/// 1955, Journal of the American Statistical Association 50, 1168-1194, before splitting off shares).
///
/// # Errors
/// No part, a negative share, a value that is not finite.
pub fn decompose(
    parts: &[Part],
    published_change: Option<f64>,
) -> Result<Decomposition, StatsError> {
    enough_points(1, parts.len())?;
    let mut contributions = Vec::with_capacity(parts.len());
    for part in parts {
        let product = |share, value| {
            Ok::<f64, StatsError>(not_negative("share", share)? * finite("value", value)?)
        };
        let second = product(part.second_share, part.second_value)?;
        contributions.push(second - product(part.first_share, part.first_value)?);
    }
    let recomposed = contributions.iter().sum::<f64>();
    let residual = published_change
        .map(|change| finite("published change", change).map(|change| change - recomposed))
        .transpose()?;
    let method = "share times value, second less first";
    Ok(Decomposition {
        contributions,
        recomposed,
        residual,
        method,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn the_first_change_is_mostly_that_of_women() {
        // As quoted: women 14.0 to 12.8, men 8.6 to 8.4, people -0.7 points; shares near one half.
        let part = |share, first_value, second_value| Part {
            first_share: share,
            first_value,
            second_share: share,
            second_value,
        };
        let parts = [part(0.51, 14.0, 12.8), part(0.49, 8.6, 8.4)];
        let found = decompose(&parts, Some(-0.7)).unwrap();
        agree(found.contributions[0], -0.612, 1e-9);
        agree(found.contributions[1], -0.098, 1e-9);
        agree(found.recomposed, -0.71, 1e-9);
        agree(found.residual.unwrap(), 0.01, 1e-9);
        assert_eq!(found.contributions.iter().sum::<f64>(), found.recomposed);
    }

    #[test]
    fn a_share_that_moves_is_part_of_the_change() {
        let part = Part {
            first_share: 0.5,
            first_value: 10.0,
            second_share: 0.6,
            second_value: 10.0,
        };
        let found = decompose(&[part], None).unwrap();
        agree(found.recomposed, 1.0, 1e-9);
        assert_eq!(found.residual, None);
    }

    #[test]
    fn bad_input_is_an_error() {
        let part = Part {
            first_share: 0.5,
            first_value: 10.0,
            second_share: 0.5,
            second_value: 9.0,
        };
        assert!(decompose(&[], None).is_err());
        assert!(
            decompose(
                &[Part {
                    first_share: -0.1,
                    ..part
                }],
                None
            )
            .is_err()
        );
        assert!(
            decompose(
                &[Part {
                    second_value: f64::NAN,
                    ..part
                }],
                None
            )
            .is_err()
        );
        assert!(decompose(&[part], Some(f64::NAN)).is_err());
    }
}

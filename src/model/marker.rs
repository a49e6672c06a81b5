//! The shorthand that stands in a cell where a number does not.

use std::fmt;
use std::str::FromStr;

/// Why a cell holds no number (Government Analysis Function, symbols and shorthand), or what the
/// publisher says of the one it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Marker {
    /// `[x]`
    NotAvailable,
    /// `[u]`
    LowReliability,
    /// `[z]`
    NotApplicable,
    /// `[c]`
    Confidential,
    /// `[b]`
    Break,
    /// `[e]`
    Estimated,
    /// `[f]`
    Forecast,
    /// `[k]` or `[low]`
    RoundsToZero,
    /// `[p]`
    Provisional,
    /// `[r]`
    Revised,
    /// `[s]`
    Significant,
    /// `[ns]`
    NotSignificant,
}

impl Marker {
    /// Each marker with its spelling and its meaning: a new marker is one line here.
    pub const ALL: [(Self, &'static str, &'static str); 12] = [
        (Self::NotAvailable, "[x]", "not available"),
        (Self::LowReliability, "[u]", "low reliability"),
        (Self::NotApplicable, "[z]", "not applicable"),
        (Self::Confidential, "[c]", "confidential"),
        (Self::Break, "[b]", "break in the series"),
        (Self::Estimated, "[e]", "estimated"),
        (Self::Forecast, "[f]", "forecast"),
        (Self::RoundsToZero, "[k]", "rounds to zero but is not zero"),
        (Self::Provisional, "[p]", "provisional"),
        (Self::Revised, "[r]", "revised"),
        (
            Self::Significant,
            "[s]",
            "statistically significant at the 5% level",
        ),
        (
            Self::NotSignificant,
            "[ns]",
            "not statistically significant at the 5% level",
        ),
    ];

    /// What the marker means, in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.entry().2
    }

    /// Whether a p-value is below 5%.
    #[must_use]
    pub fn of_p_value(p: f64) -> Self {
        if p < 0.05 {
            Self::Significant
        } else {
            Self::NotSignificant
        }
    }

    fn entry(self) -> (Self, &'static str, &'static str) {
        Self::ALL
            .into_iter()
            .find(|(marker, ..)| *marker == self)
            .unwrap_or(Self::ALL[0])
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.entry().1)
    }
}

impl FromStr for Marker {
    type Err = ();

    /// Reads `[x]`, ` [X] ` or `[low]`; anything else is not a marker.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim().to_ascii_lowercase();
        if text == "[low]" {
            return Ok(Self::RoundsToZero);
        }
        Self::ALL
            .into_iter()
            .find(|(_, spelling, _)| *spelling == text)
            .map(|(marker, ..)| marker)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Marker;

    #[test]
    fn every_marker_reads_back_as_it_is_written() {
        for (marker, ..) in Marker::ALL {
            assert_eq!(marker.to_string().parse(), Ok(marker));
        }
        assert_eq!(" [X] ".parse(), Ok(Marker::NotAvailable));
        assert_eq!("[low]".parse(), Ok(Marker::RoundsToZero));
        assert_eq!("[note 3]".parse::<Marker>(), Err(()));
        assert_eq!("x".parse::<Marker>(), Err(()));
    }
}

//! The standing of the survey's figures on abuse, sexual assault and stalking.

use crate::model::{Period, Status};

/// The years ending March 2021 to 2023 have no badge; nor has a year without a survey.
pub(crate) fn status(period: Period) -> Status {
    let year = period.end_month().div_euclid(12);
    match year {
        2021..=2023 => Status::NotBadged,
        ..2021 => Status::Accredited,
        _ => Status::Official,
    }
}

//! What a report's folder holds: each file with its SHA-256, the releases, the program's version.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::answer::{Bulletin, ReleaseUsed, Site};

/// The manifest of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The report's name.
    pub report: String,
    /// Its title.
    pub title: String,
    /// The program and its version.
    pub program: String,
    /// Whether every figure of the report is there.
    pub whole: bool,
    /// Names of the figures.
    pub figures: Vec<String>,
    /// The releases that the figures come from.
    pub releases: Vec<Release>,
    /// SHA-256 of each file, by name.
    pub files: BTreeMap<String, String>,
}

/// A release in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Release {
    id: String,
    title: String,
    /// SHA-256 of the published file that it was taken in from; none for one built in.
    #[serde(skip_serializing_if = "String::is_empty")]
    sha256: String,
}

impl Manifest {
    /// The manifest of a report's files.
    #[must_use]
    pub fn of(bulletin: &Bulletin, files: &BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            report: bulletin.id.clone(),
            title: bulletin.title.clone(),
            whole: bulletin.is_whole,
            figures: bulletin.figures.iter().map(|it| it.id.clone()).collect(),
            ..Self::of_files(&bulletin.releases, files)
        }
    }

    /// The manifest of a website's files.
    #[must_use]
    pub fn of_site(name: &str, site: &Site, files: &BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            report: name.to_owned(),
            title: site.title.clone(),
            whole: true,
            figures: site.parts().map(|part| part.id.clone()).collect(),
            ..Self::of_files(&site.releases, files)
        }
    }

    fn of_files(releases: &[ReleaseUsed], files: &BTreeMap<String, Vec<u8>>) -> Self {
        let release = |used: &ReleaseUsed| Release {
            id: used.id.clone(),
            title: used.title.clone(),
            sha256: used.sha256.clone(),
        };
        Self {
            program: concat!("vawg ", env!("CARGO_PKG_VERSION")).to_owned(),
            releases: releases.iter().map(release).collect(),
            files: files
                .iter()
                .map(|(name, bytes)| (name.clone(), sha256(bytes)))
                .collect(),
            ..Self::default()
        }
    }

    /// The manifest of a folder; none where the text is not a manifest.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(crate) fn to_json(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

//! Files packed with gzip (`.csv.gz`), as open data are often offered: unpacked aside, within a limit.

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;

use anyhow::Result;
use flate2::read::MultiGzDecoder;
use tempfile::NamedTempFile;

use super::source::Source;
use crate::problem::Problem;

/// Bytes that a packed file may have: four times the largest one published.
const MOST: u64 = 512 << 20;
/// Bytes that are unpacked at once.
const PIECE: usize = 1 << 18;

/// Whether bytes at the beginning of a file are those of gzip.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b])
}

/// The file that is packed, under its name without `.gz`.
///
/// # Errors
/// A damaged file; one that is larger than any published one.
pub(crate) fn unpacked(source: &Source) -> Result<Arc<Source>> {
    let mut packed = MultiGzDecoder::new(source.open()?);
    let mut file = NamedTempFile::new()?;
    let mut bytes = vec![0; PIECE];
    let mut length = 0;
    loop {
        let read = match packed.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => {
                return Err(Problem::data("the gzip file is damaged or cut short")
                    .hint("get it again from the publisher: a download may have failed")
                    .into());
            }
        };
        length += read as u64;
        if length > MOST {
            let message = format!(
                "it is packed with gzip and has more than {} MiB: no published file is so large",
                MOST >> 20
            );
            return Err(Problem::data(message)
                .hint("get it again from the publisher")
                .into());
        }
        file.write_all(&bytes[..read])?;
    }
    file.flush()?;
    let name = source.name();
    let end = name.len().saturating_sub(3);
    let is_named_so = name
        .get(end..)
        .is_some_and(|end| end.eq_ignore_ascii_case(".gz"));
    let name = if is_named_so { &name[..end] } else { name };
    Ok(Arc::new(Source::spooled(file, name)))
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn source(bytes: &[u8]) -> Source {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        Source::spooled(file, "table.csv.gz")
    }

    #[test]
    fn a_packed_file_is_unpacked_under_its_name() {
        let source = source(&[packed(b"a,b\n"), packed(b"1,2\n")].concat());
        assert!(is_packed(&source.head(8).unwrap()));
        let plain = unpacked(&source).unwrap();
        assert_eq!(plain.name(), "table.csv");
        assert_eq!(plain.head(100).unwrap(), b"a,b\n1,2\n");
    }

    #[test]
    fn a_file_that_is_cut_short_is_refused() {
        let mut bytes = packed(&[b'x'; 5000]);
        bytes.truncate(bytes.len() - 6);
        let error = unpacked(&source(&bytes)).unwrap_err().to_string();
        assert!(error.contains("damaged or cut short"), "{error}");
    }
}

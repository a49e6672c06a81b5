//! One column as bytes: whole numbers in as few bytes as their range asks for, as they are or as
//! steps from one to the next; others as they are in memory. Each column has its own checksum.

use serde::{Deserialize, Serialize};

/// How a column was packed, and the checksum of its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Packing {
    /// Its name.
    pub(super) name: String,
    /// How many numbers.
    pub(super) count: usize,
    form: Form,
    /// How many bytes.
    pub(super) bytes: usize,
    crc: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Form {
    /// Each number less the lowest, in so many bytes.
    Whole { lowest: i64, width: u8 },
    /// The first number, then each step less the smallest, in so many bytes.
    Steps {
        first: i64,
        smallest: i64,
        width: u8,
    },
    /// Eight bytes each.
    Float,
}

/// Packs whole numbers.
pub(super) fn whole(name: &str, numbers: &[i64]) -> (Packing, Vec<u8>) {
    let (lowest, highest) = range(numbers.iter().copied());
    let steps = || numbers.windows(2).map(|pair| pair[1].wrapping_sub(pair[0]));
    let (smallest, largest) = range(steps());
    let width = bytes_for(lowest, highest);
    let step_width = bytes_for(smallest, largest);
    let mut bytes = Vec::new();
    let form = if step_width < width {
        write(steps(), smallest, step_width, &mut bytes);
        Form::Steps {
            first: numbers.first().copied().unwrap_or(0),
            smallest,
            width: step_width,
        }
    } else {
        write(numbers.iter().copied(), lowest, width, &mut bytes);
        Form::Whole { lowest, width }
    };
    (packing(name, numbers.len(), form, &bytes), bytes)
}

/// Packs numbers of any kind: as whole numbers where all are.
pub(super) fn float(name: &str, numbers: &[f64]) -> (Packing, Vec<u8>) {
    let all_whole = numbers
        .iter()
        .all(|number| number.fract() == 0.0 && number.abs() < 9e15 && !is_negative_zero(*number));
    if all_whole {
        let numbers: Vec<i64> = numbers.iter().map(|number| *number as i64).collect();
        return whole(name, &numbers);
    }
    let bytes: Vec<u8> = numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    (packing(name, numbers.len(), Form::Float, &bytes), bytes)
}

fn is_negative_zero(number: f64) -> bool {
    number == 0.0 && number.is_sign_negative()
}

impl Packing {
    /// The whole numbers of a column; `None` where its bytes are not those that were written.
    pub(super) fn whole(&self, bytes: &[u8]) -> Option<Vec<i64>> {
        self.intact(bytes)?;
        match self.form {
            Form::Whole { lowest, width } => read(bytes, lowest, width, self.count),
            Form::Steps {
                first,
                smallest,
                width,
            } => {
                let steps = read(bytes, smallest, width, self.count.saturating_sub(1))?;
                let mut numbers = Vec::with_capacity(self.count);
                let mut number = first;
                if self.count > 0 {
                    numbers.push(number);
                }
                for step in steps {
                    number = number.wrapping_add(step);
                    numbers.push(number);
                }
                Some(numbers)
            }
            Form::Float => None,
        }
    }

    /// The numbers of a column; `None` where its bytes are not those that were written.
    pub(super) fn float(&self, bytes: &[u8]) -> Option<Vec<f64>> {
        if self.form != Form::Float {
            let numbers = self.whole(bytes)?;
            return Some(numbers.into_iter().map(|number| number as f64).collect());
        }
        self.intact(bytes)?;
        let numbers = bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|eight| f64::from_le_bytes(*eight));
        Some(numbers.collect()).filter(|numbers: &Vec<f64>| numbers.len() == self.count)
    }

    fn intact(&self, bytes: &[u8]) -> Option<()> {
        (bytes.len() == self.bytes && crc32fast::hash(bytes) == self.crc).then_some(())
    }
}

fn packing(name: &str, count: usize, form: Form, bytes: &[u8]) -> Packing {
    Packing {
        name: name.to_owned(),
        count,
        form,
        bytes: bytes.len(),
        crc: crc32fast::hash(bytes),
    }
}

fn range(numbers: impl Iterator<Item = i64>) -> (i64, i64) {
    let mut ends = None;
    for number in numbers {
        let (lowest, highest) = ends.unwrap_or((number, number));
        ends = Some((lowest.min(number), highest.max(number)));
    }
    ends.unwrap_or((0, 0))
}

fn bytes_for(lowest: i64, highest: i64) -> u8 {
    match highest.wrapping_sub(lowest) as u64 {
        0 => 0,
        1..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        _ => 8,
    }
}

fn write(numbers: impl Iterator<Item = i64>, lowest: i64, width: u8, bytes: &mut Vec<u8>) {
    let above = numbers.map(|number| number.wrapping_sub(lowest) as u64);
    match width {
        0 => {}
        1 => bytes.extend(above.map(|number| number as u8)),
        2 => bytes.extend(above.flat_map(|number| (number as u16).to_le_bytes())),
        4 => bytes.extend(above.flat_map(|number| (number as u32).to_le_bytes())),
        _ => bytes.extend(above.flat_map(u64::to_le_bytes)),
    }
}

fn read(bytes: &[u8], lowest: i64, width: u8, count: usize) -> Option<Vec<i64>> {
    if bytes.len() != count.checked_mul(usize::from(width))? {
        return None;
    }
    let number = |above: u64| lowest.wrapping_add_unsigned(above);
    Some(match width {
        // Nothing but the count says how many there are: a damaged one must not fill the memory.
        0 if count > 1 << 31 => return None,
        0 => vec![lowest; count],
        1 => bytes.iter().map(|byte| number(u64::from(*byte))).collect(),
        2 => bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|two| number(u64::from(u16::from_le_bytes(*two))))
            .collect(),
        4 => bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|four| number(u64::from(u32::from_le_bytes(*four))))
            .collect(),
        8 => bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|eight| number(u64::from_le_bytes(*eight)))
            .collect(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{float, whole};

    #[test]
    fn a_column_takes_no_more_bytes_than_its_range_asks_for() {
        let size = |numbers: &[i64]| whole("n", numbers).1.len();
        assert_eq!(size(&[7; 1000]), 0);
        assert_eq!(size(&[-128, 127, -128]), 3); // the steps would ask for two bytes each
        assert_eq!(size(&[0, 255, 0, 255]), 4);
        assert_eq!(size(&(1..=1000).collect::<Vec<_>>()), 0);
        assert_eq!(size(&[0, 300, 100]), 6);
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let (packing, mut bytes) = whole("n", &[1, 5, 2, 9]);
        assert_eq!(packing.whole(&bytes), Some(vec![1, 5, 2, 9]));
        bytes[2] ^= 1;
        assert_eq!(packing.whole(&bytes), None);
        bytes.pop();
        assert_eq!(packing.whole(&bytes), None);
    }

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went_in(
            numbers in prop::collection::vec(any::<i64>(), 0..40),
            floats in prop::collection::vec(any::<f64>(), 0..40),
            counts in prop::collection::vec(-500_000_i32..500_000, 0..40),
        ) {
            let (packing, bytes) = whole("n", &numbers);
            prop_assert_eq!(packing.whole(&bytes), Some(numbers));
            let (packing, bytes) = float("n", &floats);
            let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(packing.float(&bytes).map(|numbers| bits(&numbers)), Some(bits(&floats)));
            let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
            let (packing, bytes) = float("n", &counts);
            prop_assert_eq!(packing.float(&bytes), Some(counts));
        }
    }
}

//! Columns of texts that are each held once (Polars `Enum`): making them, and reading them by code.

use anyhow::Result;
use polars::prelude::*;

/// Numbers in one piece: a row of a frame is read without looking for the piece that it is in.
pub(super) type Array<T> = <T as PolarsDataType>::Array;

/// The numbers of a column in one piece.
pub(super) fn contiguous<T: PolarsNumericType>(numbers: &ChunkedArray<T>) -> Array<T> {
    numbers.rechunk().downcast_as_array().clone()
}

/// A column of texts that are each held once.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    codes: Codes,
    texts: Vec<String>,
}

/// Which text each row has, in the smallest whole numbers that hold them.
#[derive(Debug, Clone)]
enum Codes {
    Small(Array<UInt8Type>),
    Medium(Array<UInt16Type>),
    Large(Array<UInt32Type>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::Small(contiguous(&UInt8Chunked::default()))
    }
}

impl Names {
    /// The texts and codes of a column.
    ///
    /// # Errors
    /// A column of another type.
    pub(super) fn of(column: &Column) -> Result<Self> {
        let (codes, mapping) = match column.dtype() {
            DataType::Enum(categories, mapping) => {
                let codes = match categories.physical() {
                    CategoricalPhysical::U8 => Codes::Small(contiguous(column.cat8()?.physical())),
                    CategoricalPhysical::U16 => {
                        Codes::Medium(contiguous(column.cat16()?.physical()))
                    }
                    CategoricalPhysical::U32 => {
                        Codes::Large(contiguous(column.cat32()?.physical()))
                    }
                };
                (codes, mapping)
            }
            other => {
                let name = column.name();
                anyhow::bail!("column `{name}` has type {other}, not a list of texts")
            }
        };
        let texts = (0..u32::try_from(mapping.num_cats_upper_bound())?)
            .map_while(|code| mapping.cat_to_str(code))
            .map(str::to_owned)
            .collect();
        Ok(Self { codes, texts })
    }

    /// Every text, by its code.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The code of a row, where it has a text.
    pub(super) fn code(&self, row: usize) -> Option<u32> {
        match &self.codes {
            Codes::Small(codes) => codes.get(row).map(u32::from),
            Codes::Medium(codes) => codes.get(row).map(u32::from),
            Codes::Large(codes) => codes.get(row),
        }
    }

    /// The text of a row; empty where it has none.
    pub(super) fn text(&self, row: usize) -> &str {
        self.code(row)
            .and_then(|code| self.texts.get(code as usize))
            .map_or("", String::as_str)
    }
}

/// A column in which every row has one of the names, by its place among them.
///
/// # Errors
/// A name given twice.
pub(crate) fn enumerated<T: AsRef<str>>(name: &str, codes: &[u32], names: &[T]) -> Result<Column> {
    let categories = FrozenCategories::new(names.iter().map(AsRef::as_ref))?;
    let physical = categories.physical();
    let dtype = DataType::from_frozen_categories(categories);
    let series = match physical {
        CategoricalPhysical::U8 => {
            let codes = codes.iter().map(|code| *code as u8).collect();
            let codes = UInt8Chunked::from_vec(name.into(), codes);
            Categorical8Chunked::from_cats_and_dtype(codes, dtype).into_series()
        }
        CategoricalPhysical::U16 => {
            let codes = codes.iter().map(|code| *code as u16).collect();
            let codes = UInt16Chunked::from_vec(name.into(), codes);
            Categorical16Chunked::from_cats_and_dtype(codes, dtype).into_series()
        }
        CategoricalPhysical::U32 => {
            let codes = UInt32Chunked::from_vec(name.into(), codes.to_vec());
            Categorical32Chunked::from_cats_and_dtype(codes, dtype).into_series()
        }
    };
    Ok(series.into())
}

/// The same where some rows have none of the names.
///
/// # Errors
/// A name given twice.
pub(super) fn enumerated_with_gaps<T: AsRef<str>>(
    name: &str,
    codes: &[Option<u32>],
    names: &[T],
) -> Result<Column> {
    let categories = FrozenCategories::new(names.iter().map(AsRef::as_ref))?;
    let dtype = DataType::from_frozen_categories(categories);
    let texts = codes.iter().map(|code| {
        let code = (*code)? as usize;
        names.get(code).map(AsRef::as_ref)
    });
    let series = match dtype.cat_physical()? {
        CategoricalPhysical::U8 => {
            Categorical8Chunked::from_str_iter(name.into(), dtype, texts)?.into_series()
        }
        CategoricalPhysical::U16 => {
            Categorical16Chunked::from_str_iter(name.into(), dtype, texts)?.into_series()
        }
        CategoricalPhysical::U32 => {
            Categorical32Chunked::from_str_iter(name.into(), dtype, texts)?.into_series()
        }
    };
    Ok(series.into())
}

/// The text of a row of a column of texts, where it has one.
pub(super) fn text_of(column: &Column, row: usize) -> Option<&str> {
    let DataType::Enum(_, mapping) = column.dtype() else {
        return column.str().ok()?.get(row);
    };
    let code = match column.dtype().cat_physical().ok()? {
        CategoricalPhysical::U8 => column.cat8().ok()?.physical().get(row).map(u32::from),
        CategoricalPhysical::U16 => column.cat16().ok()?.physical().get(row).map(u32::from),
        CategoricalPhysical::U32 => column.cat32().ok()?.physical().get(row),
    };
    mapping.cat_to_str(code?)
}

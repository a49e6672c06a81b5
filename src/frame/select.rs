//! Rows by their key: masks over columns of texts that are each held once.

use std::ops::{BitAnd, BitOr};

use anyhow::Result;
use polars::prelude::*;

use super::Figures;
use crate::model::Area;

/// What must hold of the key of a row: in each column one of some texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Key {
    columns: Vec<(&'static str, Vec<String>)>,
    area: Option<KnownArea>,
}

/// An area by its spellings, each as [`Area::key`] writes it, and by its code.
#[derive(Debug, Clone)]
struct KnownArea {
    spellings: Vec<String>,
    code: String,
}

impl Key {
    /// A key that also asks for one of these texts in a column.
    #[must_use]
    pub(crate) fn with<T: AsRef<str>>(
        mut self,
        column: &'static str,
        texts: impl IntoIterator<Item = T>,
    ) -> Self {
        let texts = texts.into_iter().map(|text| text.as_ref().to_owned());
        self.columns.push((column, texts.collect()));
        self
    }

    /// A key that also asks for this text in a column.
    #[must_use]
    pub(crate) fn is(self, column: &'static str, text: &str) -> Self {
        self.with(column, [text])
    }

    /// A key that also asks for an area: its code decides, and where a row has none, its name does,
    /// in any of the spellings that [`Area::key`] wrote.
    #[must_use]
    pub(crate) fn in_area(self, spellings: impl IntoIterator<Item = String>, code: &str) -> Self {
        let area = Some(KnownArea {
            spellings: spellings.into_iter().collect(),
            code: code.to_owned(),
        });
        Self { area, ..self }
    }
}

impl Figures {
    /// The rows that have a key.
    ///
    /// # Errors
    /// A column that the frame does not have.
    pub(crate) fn with_key(&self, key: &Key) -> Result<BooleanChunked> {
        let in_columns = self.in_columns(key.columns.iter())?;
        let in_area = key
            .area
            .as_ref()
            .map(|area| self.in_area(area))
            .transpose()?;
        Ok(match (in_columns, in_area) {
            (Some(one), Some(other)) => one.bitand(other),
            (Some(mask), None) | (None, Some(mask)) => mask,
            (None, None) => BooleanChunked::full("wanted".into(), true, self.len()),
        })
    }

    /// The rows that have one of the texts in each of these columns; `None` where there are no columns.
    fn in_columns<'a>(
        &self,
        columns: impl Iterator<Item = &'a (&'static str, Vec<String>)>,
    ) -> Result<Option<BooleanChunked>> {
        let mut all: Option<BooleanChunked> = None;
        for (column, texts) in columns {
            let mask = self.has_any(column, texts)?;
            all = Some(match all {
                Some(all) => all.bitand(mask),
                None => mask,
            });
        }
        Ok(all)
    }

    fn in_area(&self, area: &KnownArea) -> Result<BooleanChunked> {
        let spelled = self.handles.area.texts().iter();
        let spelled = spelled.filter(|name| area.spellings.contains(&Area::key(name)));
        let spelled: Vec<String> = spelled.cloned().collect();
        let by_name = self.has_any("area", &spelled)?;
        let without_code = self.has_any("area_code", &[String::new()])?;
        let by_name = by_name.bitand(without_code);
        if area.code.is_empty() {
            return Ok(by_name);
        }
        Ok(by_name.bitor(self.has_any("area_code", std::slice::from_ref(&area.code))?))
    }

    /// The rows that have one of several keys; none where there are no keys.
    ///
    /// # Errors
    /// As [`Figures::with_key`].
    pub(crate) fn with_any_key(&self, keys: &[Key]) -> Result<BooleanChunked> {
        let mut mask = BooleanChunked::full("wanted".into(), false, self.len());
        let Some((first, others)) = keys.split_first() else {
            return Ok(mask);
        };
        // What all keys ask for alike is looked for once.
        let shared = |column: &&(&'static str, Vec<String>)| {
            let mut others = others.iter();
            others.all(|key| key.columns.contains(column))
        };
        let common: Vec<_> = first.columns.iter().filter(shared).collect();
        for key in keys {
            let own = key.columns.iter().filter(|column| !common.contains(column));
            let own = Key {
                columns: own.cloned().collect(),
                area: key.area.clone(),
            };
            mask = mask.bitor(self.with_key(&own)?);
        }
        Ok(match self.in_columns(common.into_iter())? {
            Some(common) => mask.bitand(common),
            None => mask,
        })
    }

    /// The rows that have one of these texts in a column, compared by code.
    fn has_any(&self, column: &str, texts: &[String]) -> Result<BooleanChunked> {
        let column = self.frame().column(column)?;
        let DataType::Enum(_, mapping) = column.dtype() else {
            anyhow::bail!("column `{}` does not hold keys", column.name());
        };
        let wanted: Vec<CatSize> = texts
            .iter()
            .filter_map(|text| mapping.get_cat(text))
            .collect();
        let mut any: Option<BooleanChunked> = None;
        for code in wanted {
            let same = match column.dtype().cat_physical()? {
                CategoricalPhysical::U8 => column.cat8()?.physical().equal(code as u8),
                CategoricalPhysical::U16 => column.cat16()?.physical().equal(code as u16),
                CategoricalPhysical::U32 => column.cat32()?.physical().equal(code),
            };
            any = Some(match any {
                Some(any) => any.bitor(same),
                None => same,
            });
        }
        Ok(any.unwrap_or_else(|| BooleanChunked::full("wanted".into(), false, self.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::frame::{Figures, FiguresBuilder, Place};
    use crate::model::{Age, Area, Kind, Period, Sex, Status};

    fn figures(rows: &[(&str, &str, &str)]) -> Figures {
        let all = Area::named("England and Wales");
        let rows: Vec<_> = rows.iter().map(|row| (*row, &all)).collect();
        in_areas(&rows)
    }

    fn in_areas(rows: &[((&str, &str, &str), &Area)]) -> Figures {
        let mut builder = FiguresBuilder::default();
        for (row, ((code, label, breakdown), area)) in rows.iter().enumerate() {
            let kind = builder.kind_id(&Kind {
                table: "A5a".into(),
                code: (*code).into(),
                label: (*label).into(),
                group: String::new(),
                breakdown: (*breakdown).into(),
                sex: Sex::All,
                age: Age::All,
                statistic: "count".into(),
                unit: "offences".into(),
                status: Status::Official,
                notes: String::new(),
            });
            let area = builder.coded_area_id(area);
            let (period, sheet) = (
                builder.period_id(Period::financial(2024)),
                builder.sheet_id("s"),
            );
            let place = Place {
                kind,
                area,
                period,
                sheet,
                row: row as u32,
                column: 0,
            };
            builder.push_at(place, Some(row as f64), None);
        }
        builder.finish("r").unwrap()
    }

    fn found(figures: &Figures, keys: &[Key]) -> Vec<f64> {
        let mask = figures.with_any_key(keys).unwrap();
        let rows = figures.filtered(&mask).unwrap();
        rows.iter().filter_map(crate::frame::Row::value).collect()
    }

    #[test]
    fn rows_are_chosen_by_the_whole_text_and_keep_their_order() {
        let figures = figures(&[
            ("21", "of a girl", ""),
            ("21", "of a child", ""),
            ("19C", "of a female", ""),
            ("210", "of a girl", ""),
            ("21", "of a girl", "Ethnicity: Asian"),
        ]);
        let headline = || Key::default().is("breakdown", "");
        let girl = headline().is("code", "21").is("label", "of a girl");
        assert_eq!(found(&figures, std::slice::from_ref(&girl)), [0.0]);
        let other = headline().is("code", "19C");
        assert_eq!(found(&figures, &[other, girl]), [0.0, 2.0]);
        assert!(found(&figures, &[]).is_empty());
        assert!(found(&figures, &[headline().is("code", "2")]).is_empty());
        let unknown = Key::default().is("colour", "");
        assert!(figures.with_key(&unknown).is_err());
    }

    #[test]
    fn an_area_is_told_by_its_code_and_without_one_by_its_spellings() {
        let area = |name: &str, code: &str| Area {
            name: name.to_owned(),
            code: code.to_owned(),
        };
        let areas = [
            area("ENGLAND & WALES", ""),
            area("Whole", "K04000001"),
            area("England and Wales", "E92000001"),
            area("East Midlands", "E12000004"),
        ];
        let rows: Vec<_> = areas.iter().map(|area| (("1", "One", ""), area)).collect();
        let figures = in_areas(&rows);
        let key = |code| Key::default().in_area([Area::key("England and Wales")], code);
        assert_eq!(found(&figures, &[key("K04000001")]), [0.0, 1.0]);
        assert_eq!(found(&figures, &[key("")]), [0.0]);
    }
}

//! What every form of chart is put together from: a canvas, axes, labels, keys, marks, colours.

pub(crate) mod axis;
pub(crate) mod canvas;
pub(crate) mod column;
pub(crate) mod geometry;
pub(crate) mod key;
pub(crate) mod labels;
pub(crate) mod marks;
pub(crate) mod periods;
pub(crate) mod placement;
pub(crate) mod sheet;
pub(crate) mod strokes;
pub(crate) mod symbols;
pub(crate) mod theme;

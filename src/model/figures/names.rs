//! Each name once, with its number.

use std::collections::HashMap;

/// Each name once, with its number.
#[derive(Debug, Clone)]
pub(super) struct Names<T> {
    pub(super) list: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Names<T> {
    pub(super) fn id<Q>(&mut self, name: &Q) -> u32
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + std::hash::Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

impl<T: Clone + Eq + std::hash::Hash> From<Vec<T>> for Names<T> {
    fn from(list: Vec<T>) -> Self {
        let numbers = (0..)
            .zip(&list)
            .map(|(number, name)| (name.clone(), number))
            .collect();
        Self { list, numbers }
    }
}

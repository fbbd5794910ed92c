//! Recognizes interactions that the gateway delivers twice. This happens around resumes.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// The number of ids that are remembered: far more than arrive while a connection is resumed.
const MAX_REMEMBERED: usize = 4096;

/// The ids of the interactions that arrived most recently.
#[derive(Debug, Default)]
pub struct SeenInteractions {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl SeenInteractions {
    /// Remembers the id. Returns false if it was already known.
    pub fn is_new(&self, id: u64) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if !inner.known.insert(id) {
            return false;
        }
        inner.order.push_back(id);
        if inner.order.len() > MAX_REMEMBERED
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_is_new_once_and_the_oldest_are_forgotten() {
        let seen = SeenInteractions::default();
        assert!(seen.is_new(0));
        assert!(!seen.is_new(0));
        assert!((1..=MAX_REMEMBERED as u64).all(|id| seen.is_new(id)));
        assert!(!seen.is_new(1));
        assert!(seen.is_new(0), "it was forgotten");
    }
}

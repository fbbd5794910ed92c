//! Recognizes interactions that the gateway delivers twice. The gateway can do this when it resumes a session.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// The maximum number of stored ids. Far fewer interactions arrive while a connection is resumed.
const MAX_STORED: usize = 4096;

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
    /// Stores the id. Returns false if the id was already stored.
    pub fn insert(&self, id: u64) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if !inner.known.insert(id) {
            return false;
        }
        inner.order.push_back(id);
        if inner.order.len() > MAX_STORED
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
    fn insert_accepts_an_id_once_and_forgets_the_oldest_id() {
        let seen = SeenInteractions::default();
        assert!(seen.insert(0));
        assert!(!seen.insert(0));
        assert!((1..=MAX_STORED as u64).all(|id| seen.insert(id)));
        assert!(!seen.insert(1));
        assert!(seen.insert(0), "it was forgotten");
    }
}

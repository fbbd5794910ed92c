//! Locks a mutex and ignores poisoning. Code that holds one of these locks does not panic in the middle of a change, so
//! the data stays consistent.

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

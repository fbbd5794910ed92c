//! Urgent alerts of the secretariat.

//! Help-desk tickets.

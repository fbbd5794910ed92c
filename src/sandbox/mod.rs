//! A loopback Discord (REST + gateway), the phone wall page, clock and fault controls. Names none of the features.

pub mod core;

//! Health, metrics, later the public help page.

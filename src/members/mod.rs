//! Profile, zone, quiet hours, reachability, privacy (export, delete).

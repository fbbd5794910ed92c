//! Shifts, who is on duty, handover, night burden.

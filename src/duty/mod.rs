//! Planned, but not implemented yet: shifts, who is on duty, handover between shifts, and how often each volunteer was
//! asked at night.

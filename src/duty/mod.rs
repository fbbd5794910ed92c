//! This module is planned but not implemented. It will have shifts, the people on duty, the handover between shifts,
//! and the number of times that each volunteer was asked at night.

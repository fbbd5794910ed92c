//! Policy, plan, ordering of candidates (awake first, least woken first). Pure.

//! The one loop: sleeps until the earliest due row or a wake-up, then runs the due work of each slice in order.

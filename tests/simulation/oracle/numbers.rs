//! Checks that the number of a deleted row is not used again. Buttons, keys of deliveries and other tables still name
//! it.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AssertSqlSafe;

use super::*;

const NUMBERED_TABLES: [&str; 9] = [
    "alert_drafts",
    "alert_steps",
    "alerts",
    "deliveries",
    "incidents",
    "reminder_drafts",
    "reminder_occurrences",
    "reminders",
    "tickets",
];

/// The numbers of the rows of each table.
pub type Numbers = BTreeMap<&'static str, BTreeSet<i64>>;

/// The numbers of the rows before a silent season, and of the rows that were left after it.
pub struct Season {
    before: Numbers,
    after: Numbers,
}

impl Oracle {
    pub async fn numbers(&mut self) -> Numbers {
        let mut numbers = Numbers::new();
        for table in NUMBERED_TABLES {
            let query = AssertSqlSafe(format!("SELECT id FROM {table}"));
            let ids: Vec<i64> = sqlx::query_scalar(query).fetch_all(&mut self.conn).await.unwrap();
            numbers.insert(table, ids.into_iter().collect());
        }
        numbers
    }

    /// The number and the asker of each ticket that is not closed, except planted tickets. No asker: somebody outside
    /// Discord.
    pub async fn open_tickets(&mut self) -> Vec<(i64, Option<i64>)> {
        sqlx::query_as("SELECT id, asker_id FROM tickets WHERE status <> 'closed' AND text NOT LIKE ? || '%'")
            .bind(PLANTED)
            .fetch_all(&mut self.conn)
            .await
            .unwrap()
    }

    /// Stores the numbers of the rows before and after the silent season. `before`: the numbers at its beginning.
    ///
    /// # Errors
    /// When no delivery was deleted in the silent season.
    pub async fn begin_season(&mut self, before: Numbers) -> Result<(), Violation> {
        let after = self.numbers().await;
        if before["deliveries"].is_subset(&after["deliveries"]) {
            return Err(format!("all {} deliveries are still stored", before["deliveries"].len()));
        }
        self.season = Some(Season { before, after });
        Ok(())
    }

    /// Checks that no row has the number of a row that was deleted in the silent season.
    pub(super) async fn check_numbers_used_once(&mut self) -> Result<(), Violation> {
        let numbers = self.numbers().await;
        let Some(Season { before, after }) = &self.season else { return Ok(()) };
        for table in NUMBERED_TABLES {
            let last = before[table].last().copied().unwrap_or_default();
            if let Some(reused) = numbers[table].difference(&after[table]).find(|number| **number <= last) {
                return Err(format!("the number {reused} of {table} was used again; the last one was {last}"));
            }
        }
        Ok(())
    }
}

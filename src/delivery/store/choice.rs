//! The SQL that finds the rows that may be attempted now. The queries are fast with any number of waiting rows.
//!
//! Rows of one line and lane keep their order. Rows that have begun (`sending`, `retry`) come first, then the other
//! rows in the order of their due times. A row that is not due yet does not block other rows.

use super::rows::{corrupt, timestamp};
use crate::db::{Conn, DbError, readable};
use crate::delivery::model::{DeliveryId, Lane};
use crate::time::Timestamp;

/// A row that may be attempted now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: DeliveryId,
    pub lane: Lane,
    pub source: String,
    pub line: String,
    pub route: String,
    pub due_at: Timestamp,
}

/// The most rows of one lane and source that the first query reads. If these rows contain too few candidates, the
/// second query visits each line of the lane. Without this limit, the first query would read the whole backlog of a few
/// lines.
const MAX_PAGE_ROWS: i64 = 256;

struct Row {
    id: i64,
    lane: i64,
    source: String,
    line: String,
    route: String,
    due_at: i64,
}

/// The rows of these lanes that may be attempted: each is due, and no unfinished row of its line and lane comes before
/// it. Ordered by lane, then by due time. Returns at least `limit` rows for each lane and source, if so many exist.
pub async fn due(conn: &mut Conn, now: Timestamp, lanes: &[Lane], limit: i64) -> Result<Vec<Candidate>, DbError> {
    let lane_bits = lanes.iter().fold(0_i64, |bits, lane| bits | 1 << lane.number());
    let (mut candidates, incomplete_lanes) = first_page(conn, now, lane_bits, limit).await?;
    for lane in incomplete_lanes {
        // `due_line_heads` returns the candidates of this lane again, and also the candidates beyond the first page.
        candidates.retain(|candidate| candidate.lane != lane);
        candidates.extend(due_line_heads(conn, now, lane).await?);
    }
    candidates.sort_by_key(|candidate| (candidate.lane, candidate.due_at, candidate.id));
    Ok(candidates)
}

/// The candidates on the first page of each lane and source, and the lanes whose first pages hold too few candidates.
async fn first_page(
    conn: &mut Conn,
    now: Timestamp,
    lane_bits: i64,
    limit: i64,
) -> Result<(Vec<Candidate>, Vec<Lane>), DbError> {
    let now = now.as_millisecond();
    // The last SELECT returns a row with id 0 for each lane and source that has more due rows than one page holds.
    let rows = sqlx::query_as!(
        Row,
        r#"WITH RECURSIVE sources (lane, source) AS (
               SELECT column1, (SELECT MIN(source) FROM deliveries
                                WHERE state IN ('pending', 'retry', 'unknown') AND lane = column1)
               FROM (VALUES (0), (1), (2), (3)) WHERE (?1 >> column1) & 1
               UNION ALL
               SELECT lane, (SELECT MIN(source) FROM deliveries
                             WHERE state IN ('pending', 'retry', 'unknown') AND lane = sources.lane
                               AND source > sources.source)
               FROM sources WHERE source IS NOT NULL)
           SELECT d.id AS "id!: i64", d.lane AS "lane!: i64", d.source AS "source!", d.line AS "line!",
                  d.route AS "route!", d.due_at AS "due_at!: i64"
           FROM sources CROSS JOIN deliveries AS d ON d.id IN (
               SELECT w.id
               FROM (SELECT id, lane, line, due_at, state FROM deliveries
                     WHERE state IN ('pending', 'retry', 'unknown') AND lane = sources.lane
                       AND source = sources.source AND due_at <= ?2
                     ORDER BY due_at, id LIMIT ?3) AS w
               WHERE NOT EXISTS (SELECT 1 FROM deliveries AS busy
                                 WHERE busy.state IN ('sending', 'retry') AND busy.lane = w.lane AND busy.line = w.line
                                   AND (busy.state = 'sending' OR w.state <> 'retry' OR busy.id < w.id))
                 AND (w.state = 'retry' OR NOT EXISTS (
                         SELECT 1 FROM deliveries AS earlier
                         WHERE earlier.state IN ('pending', 'unknown') AND earlier.lane = w.lane
                           AND earlier.line = w.line AND earlier.due_at <= w.due_at
                           AND (earlier.due_at < w.due_at OR earlier.id < w.id)))
               LIMIT ?4)
           WHERE sources.source IS NOT NULL
           UNION ALL
           SELECT 0, lane, source, '', '', 0 FROM sources
           WHERE source IS NOT NULL AND EXISTS (
               SELECT 1 FROM deliveries AS w
               WHERE w.state IN ('pending', 'retry', 'unknown') AND w.lane = sources.lane
                 AND w.source = sources.source AND w.due_at <= ?2
               LIMIT 1 OFFSET ?3)"#,
        lane_bits,
        now,
        MAX_PAGE_ROWS,
        limit
    )
    .fetch_all(conn)
    .await?;
    let (marks, rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.id == 0);
    let found_count = |mark: &Row| rows.iter().filter(|row| row.lane == mark.lane && row.source == mark.source).count();
    let needed_count = usize::try_from(limit).unwrap_or(usize::MAX);
    let incomplete_lanes = marks.iter().filter(|mark| found_count(mark) < needed_count).map(|mark| lane(mark.lane));
    let mut incomplete_lanes = incomplete_lanes.collect::<Result<Vec<Lane>, _>>()?;
    incomplete_lanes.dedup();
    Ok((readable(rows.into_iter().map(Candidate::try_from)), incomplete_lanes))
}

/// The due rows of the lane that may be attempted, at most one for each line.
async fn due_line_heads(conn: &mut Conn, now: Timestamp, lane: Lane) -> Result<Vec<Candidate>, DbError> {
    let (lane, now) = (lane.number(), now.as_millisecond());
    let rows = sqlx::query_as!(
        Row,
        r#"WITH RECURSIVE lines (line) AS (
               SELECT (SELECT MIN(line) FROM deliveries WHERE state IN ('pending', 'unknown') AND lane = ?1)
               UNION ALL
               SELECT (SELECT MIN(line) FROM deliveries
                       WHERE state IN ('pending', 'unknown') AND lane = ?1 AND line > lines.line)
               FROM lines WHERE line IS NOT NULL)
           SELECT d.id AS "id!: i64", d.lane AS "lane!: i64", d.source AS "source!", d.line AS "line!",
                  d.route AS "route!", d.due_at AS "due_at!: i64"
           FROM lines CROSS JOIN deliveries AS d ON d.id = (
               SELECT id FROM deliveries WHERE state IN ('pending', 'unknown') AND lane = ?1 AND line = lines.line
               ORDER BY due_at, id LIMIT 1)
           WHERE lines.line IS NOT NULL AND d.due_at <= ?2
             AND NOT EXISTS (SELECT 1 FROM deliveries AS busy
                             WHERE busy.state IN ('sending', 'retry') AND busy.lane = ?1 AND busy.line = lines.line)
           UNION ALL
           SELECT id, lane, source, line, route, due_at FROM deliveries AS again
           WHERE state IN ('sending', 'retry') AND state = 'retry' AND lane = ?1 AND due_at <= ?2
             AND NOT EXISTS (SELECT 1 FROM deliveries AS busy
                             WHERE busy.state IN ('sending', 'retry') AND busy.lane = ?1 AND busy.line = again.line
                               AND (busy.state = 'sending' OR busy.id < again.id))"#,
        lane,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Candidate::try_from)))
}

impl TryFrom<Row> for Candidate {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let Row { id, lane: number, source, line, route, due_at } = row;
        Ok(Self { id: DeliveryId(id), lane: lane(number)?, source, line, route, due_at: timestamp(due_at)? })
    }
}

fn lane(number: i64) -> Result<Lane, DbError> {
    Lane::from_number(number).ok_or_else(|| corrupt("lane", &number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::{apply, by_id, insert};
    use super::*;
    use crate::db::Tx;
    use crate::delivery::model::Counts;
    use crate::delivery::model::{Action, Address, NewDelivery, SourceName};
    use crate::delivery::record::{End, Record, Transition};
    use crate::members::ChannelId;

    const FLOOD: SourceName = SourceName::new("flood");
    const OTHER: SourceName = SourceName::new("other");

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + seconds).unwrap()
    }

    async fn enqueue(tx: &mut Tx, source: SourceName, lane: Lane, channel: u64, due_at: Timestamp) -> DeliveryId {
        let key = format!("{}/{channel}/{due_at}/{}", source.as_str(), rand::random::<u64>());
        let action = Action::Post(Address::Channel(ChannelId(channel)));
        let new = NewDelivery::new(source, "x", key, action, lane).not_before(due_at);
        insert(tx, &new, at(0)).await.unwrap().unwrap()
    }

    async fn candidates(tx: &mut Tx, now: Timestamp) -> Vec<DeliveryId> {
        due(tx, now, &Lane::ALL, 32).await.unwrap().into_iter().map(|candidate| candidate.id).collect()
    }

    /// Runs `test` in a transaction on an empty database.
    async fn in_transaction(test: impl AsyncFnOnce(&mut Tx)) {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let done: Result<(), DbError> = db
            .write(async |tx| {
                test(tx).await;
                Ok(())
            })
            .await;
        done.unwrap();
    }

    async fn change(tx: &mut Tx, id: DeliveryId, change: impl FnOnce(Record) -> Option<Transition>) {
        let record = by_id(tx, id).await.unwrap().unwrap();
        apply(tx, change(record).unwrap()).await.unwrap();
    }

    async fn start(tx: &mut Tx, id: DeliveryId, now: Timestamp) {
        change(tx, id, |record| record.start(None, now)).await;
    }

    #[tokio::test]
    async fn rows_of_one_line_are_sent_one_at_a_time_in_the_order_of_their_due_times() {
        in_transaction(async |tx| {
            let later_row = enqueue(tx, OTHER, Lane::Urgent, 1, at(20)).await;
            let first = enqueue(tx, OTHER, Lane::Urgent, 1, at(10)).await;
            let second = enqueue(tx, FLOOD, Lane::Urgent, 1, at(10)).await;
            let other_lane_row = enqueue(tx, FLOOD, Lane::Routine, 1, at(10)).await;
            assert_eq!(candidates(tx, at(9)).await, []);
            assert_eq!(candidates(tx, at(30)).await, [first, other_lane_row]);
            start(tx, first, at(30)).await;
            assert_eq!(candidates(tx, at(30)).await, [other_lane_row], "it is being sent");
            change(tx, first, |record| record.retry(at(40), "no", Counts::Yes)).await;
            assert_eq!(candidates(tx, at(30)).await, [other_lane_row], "it has begun and waits for its next attempt");
            assert_eq!(candidates(tx, at(40)).await, [first, other_lane_row]);
            change(tx, first, |record| record.end(End::Cancelled)).await;
            assert_eq!(candidates(tx, at(40)).await, [second, other_lane_row]);
            change(tx, second, |record| record.end(End::Cancelled)).await;
            assert_eq!(candidates(tx, at(40)).await, [later_row, other_lane_row]);
        })
        .await;
    }

    #[tokio::test]
    async fn two_started_rows_of_one_line_do_not_wait_for_each_other() {
        in_transaction(async |tx| {
            let first = enqueue(tx, OTHER, Lane::Urgent, 1, at(20)).await;
            let second = enqueue(tx, OTHER, Lane::Urgent, 1, at(10)).await;
            for id in [first, second] {
                start(tx, id, at(10)).await;
                change(tx, id, |record| record.retry(at(10), "no", Counts::Yes)).await;
            }
            enqueue(tx, OTHER, Lane::Urgent, 1, at(5)).await;
            assert_eq!(candidates(tx, at(30)).await, [first]);
        })
        .await;
    }

    #[tokio::test]
    async fn backlog_of_one_source_or_line_does_not_hide_other_rows() {
        in_transaction(async |tx| {
            let line_head = enqueue(tx, FLOOD, Lane::Routine, 1, at(0)).await;
            for _ in 0..2 * MAX_PAGE_ROWS {
                enqueue(tx, FLOOD, Lane::Routine, 1, at(1)).await;
            }
            let other_line_row = enqueue(tx, FLOOD, Lane::Routine, 2, at(2)).await;
            let other_source_row = enqueue(tx, OTHER, Lane::Routine, 3, at(3)).await;
            let retried_row = enqueue(tx, FLOOD, Lane::Routine, 4, at(4)).await;
            start(tx, retried_row, at(4)).await;
            change(tx, retried_row, |record| record.retry(at(5), "no", Counts::Yes)).await;
            assert_eq!(candidates(tx, at(9)).await, [line_head, other_line_row, other_source_row, retried_row]);
            assert_eq!(due(tx, at(9), &[Lane::Emergency, Lane::Prompt], 32).await.unwrap(), []);
        })
        .await;
    }
}

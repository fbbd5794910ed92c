//! The one connection that writes, and the group of transactions that its next commit makes durable.
//!
//! A caller may drop its future at any `await`: a handler times out, the bot stops. SQLite executes a statement that
//! was sent to it even if nobody waits for the result any more. So the writer owns the future of each statement that
//! begins or ends something, and whoever uses the writer next waits for its result first. Otherwise a commit whose
//! caller gave up could be reported as lost to the others of its group, and a `BEGIN` could leave a transaction that
//! nobody ends.

use std::pin::Pin;

use tokio::sync::{oneshot, watch};

use super::connection::{Conn, data_version};
use super::error::DbError;

pub(super) struct Writer {
    /// `None` while `running` has it.
    conn: Option<Conn>,
    running: Option<Running>,
    transaction: Transaction,
    /// A savepoint is open. Without a `Tx` that uses it, it was abandoned, and is rolled back before anything else.
    has_savepoint: bool,
    /// The open transaction holds savepoints that were released, and so must be committed.
    has_released: bool,
    /// Callers to answer when the open transaction ends.
    group: Vec<oneshot::Sender<Result<(), DbError>>>,
    commits: watch::Sender<u64>,
    /// SQLite's count of changed rows at the last commit.
    rows_changed: i64,
    /// SQLite's count of what other processes committed, as last seen.
    data_version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// It could not be committed, and its group was told so. It must be rolled back.
    Failed,
}

/// The connection comes back with the result of its statement.
type StatementResult = (Conn, Result<Option<i64>, sqlx::Error>);

/// A statement that was sent to SQLite.
struct Running {
    step: Step,
    result: Pin<Box<dyn Future<Output = StatementResult> + Send>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Begin,
    Savepoint,
    Release,
    /// Rolls back to the savepoint and ends it.
    Undo,
    Commit,
    Rollback,
}

impl Step {
    const fn sql(self) -> &'static str {
        match self {
            Step::Begin => "BEGIN IMMEDIATE",
            Step::Savepoint => "SAVEPOINT one",
            Step::Release => "RELEASE one",
            Step::Undo => "ROLLBACK TO one; RELEASE one",
            Step::Commit => "COMMIT",
            Step::Rollback => "ROLLBACK",
        }
    }

    /// Executes it, and after a commit reads SQLite's count of changed rows.
    async fn execute(self, conn: &mut Conn) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query(self.sql()).execute(&mut *conn).await?;
        if self != Step::Commit {
            return Ok(None);
        }
        Ok(sqlx::query_scalar("SELECT total_changes()").fetch_one(conn).await.ok())
    }
}

impl Writer {
    pub fn new(conn: Conn, data_version: i64, commits: watch::Sender<u64>) -> Self {
        Self {
            conn: Some(conn),
            running: None,
            transaction: Transaction::None,
            has_savepoint: false,
            has_released: false,
            group: Vec::new(),
            commits,
            rows_changed: 0,
            data_version,
        }
    }

    /// The connection, once no statement runs on it.
    pub async fn idle(&mut self) -> &mut Conn {
        self.settle().await;
        self.conn_mut()
    }

    /// The connection of a transaction that has begun.
    pub fn conn(&self) -> &Conn {
        self.conn.as_ref().expect("no statement runs between those of a transaction")
    }

    pub fn conn_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect("no statement runs between those of a transaction")
    }

    /// Opens a savepoint inside of a transaction, after ending what others abandoned.
    pub async fn begin(&mut self) -> Result<(), DbError> {
        self.undo().await;
        if self.transaction == Transaction::Failed {
            let _ = self.run(Step::Rollback).await;
        }
        if self.transaction == Transaction::None {
            self.run(Step::Begin).await?;
        }
        self.run(Step::Savepoint).await
    }

    /// Adds what the savepoint wrote to the transaction.
    pub async fn release(&mut self) -> Result<(), DbError> {
        self.run(Step::Release).await
    }

    /// Rolls back to the savepoint, where there is one. When SQLite has ended the whole transaction by itself, as on a
    /// full disk, its group is told.
    pub async fn undo(&mut self) {
        self.settle().await;
        if self.has_savepoint && self.run(Step::Undo).await.is_err() {
            let _ = self.run(Step::Rollback).await;
        }
    }

    /// Adds a caller to those who are answered when the transaction ends.
    pub fn join_group(&mut self) -> oneshot::Receiver<Result<(), DbError>> {
        let (done, durable) = oneshot::channel();
        self.group.push(done);
        durable
    }

    pub fn group_size(&self) -> usize {
        self.group.len()
    }

    /// Whether the open transaction holds anything that is not durable.
    pub fn has_released(&self) -> bool {
        self.has_released
    }

    /// Makes the open transaction durable, or rolls all of it back, and answers its group.
    pub async fn flush(&mut self) -> Result<(), DbError> {
        self.settle().await;
        let outcome = match self.transaction {
            Transaction::None => return Ok(()),
            Transaction::Failed => Ok(()),
            Transaction::Open => self.run(Step::Commit).await,
        };
        if self.transaction == Transaction::Failed {
            let _ = self.run(Step::Rollback).await;
        }
        outcome
    }

    /// Counts a commit when another process has committed since the last call.
    pub async fn notice_other_processes(&mut self) -> Result<(), DbError> {
        let version = data_version(self.idle().await).await?;
        if version != self.data_version {
            self.data_version = version;
            self.commits.send_modify(|commits| *commits += 1);
        }
        Ok(())
    }

    async fn run(&mut self, step: Step) -> Result<(), DbError> {
        self.settle().await;
        let mut conn = self.conn.take().expect("nothing runs");
        let result = Box::pin(async move {
            let result = step.execute(&mut conn).await;
            (conn, result)
        });
        self.running = Some(Running { step, result });
        self.finish().await.unwrap_or(Ok(()))
    }

    /// Waits for a statement whose caller gave up.
    async fn settle(&mut self) {
        let _ = self.finish().await;
    }

    /// Waits for the running statement, and notes what it did. When this is dropped, the statement goes on.
    async fn finish(&mut self) -> Option<Result<(), DbError>> {
        let Running { step, result } = self.running.as_mut()?;
        let step = *step;
        let (conn, result) = result.as_mut().await;
        self.running = None;
        self.conn = Some(conn);
        Some(match result {
            Ok(rows_changed) => {
                self.note_done(step, rows_changed);
                Ok(())
            }
            Err(error) => {
                let error = DbError::from(error);
                self.note_failed(step, &error);
                Err(error)
            }
        })
    }

    fn note_done(&mut self, step: Step, rows_changed: Option<i64>) {
        match step {
            Step::Begin => self.transaction = Transaction::Open,
            Step::Savepoint => self.has_savepoint = true,
            Step::Release => (self.has_savepoint, self.has_released) = (false, true),
            Step::Undo => self.has_savepoint = false,
            Step::Commit => {
                self.end_transaction();
                self.count_commit(rows_changed);
                self.answer_group(|| Ok(()));
            }
            Step::Rollback => self.end_transaction(),
        }
    }

    fn note_failed(&mut self, step: Step, error: &DbError) {
        match step {
            Step::Begin | Step::Savepoint | Step::Release => {}
            Step::Undo => {
                self.has_savepoint = false;
                self.transaction = Transaction::Failed;
                self.answer_group(|| Err(DbError::GroupLost));
            }
            Step::Commit => {
                self.transaction = Transaction::Failed;
                self.answer_group(|| Err(error.for_the_group()));
            }
            // SQLite has rolled back already.
            Step::Rollback => self.end_transaction(),
        }
    }

    fn end_transaction(&mut self) {
        self.transaction = Transaction::None;
        (self.has_savepoint, self.has_released) = (false, false);
    }

    /// Before anybody learns of the commit: who sees its effect must find the count moved. A commit that changed no row
    /// wakes nobody, or whoever looks for work in a transaction would keep itself awake.
    fn count_commit(&mut self, rows_changed: Option<i64>) {
        if rows_changed == Some(self.rows_changed) {
            return;
        }
        self.rows_changed = rows_changed.unwrap_or(self.rows_changed);
        self.commits.send_modify(|commits| *commits += 1);
    }

    fn answer_group(&mut self, answer: impl Fn() -> Result<(), DbError>) {
        for caller in self.group.drain(..) {
            let _ = caller.send(answer());
        }
    }
}

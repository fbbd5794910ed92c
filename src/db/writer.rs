//! The only connection that writes, and the group of transactions that its next commit makes durable.
//!
//! A caller can drop its future at any `await`: a handler times out, the bot stops. SQLite still executes a statement
//! that it has received, even when nothing waits for the result. So the writer owns the future of each statement that
//! begins or ends a transaction or savepoint, and the next user of the writer first waits for its result. Otherwise the
//! group could be told that a commit failed although SQLite executed it, and a `BEGIN` could leave a transaction open
//! forever.

use std::pin::Pin;

use tokio::sync::{oneshot, watch};

use super::connection::{Conn, data_version};
use super::error::DbError;
use super::identity::OpenFiles;

pub(super) struct Writer {
    /// `None` while `running` owns it.
    conn: Option<Conn>,
    running: Option<Running>,
    transaction: Transaction,
    /// A savepoint is open. If no `Tx` uses it, it was abandoned: roll it back before the next statement.
    has_savepoint: bool,
    /// The open transaction contains released savepoints, so it must be committed.
    has_released: bool,
    /// Callers that wait for the end of the open transaction.
    group: Vec<oneshot::Sender<Result<(), DbError>>>,
    commits: watch::Sender<u64>,
    /// SQLite's count of changed rows at the last commit.
    rows_changed: i64,
    /// The last value of SQLite's `data_version`, which changes when another process commits.
    data_version: i64,
    files: OpenFiles,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// The commit failed, and the group has received the error. The transaction must be rolled back.
    Failed,
}

/// A statement returns the connection together with its result.
type StatementResult = (Conn, Result<Option<i64>, sqlx::Error>);

/// A statement that SQLite has received, and its pending result.
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
    RollbackSavepoint,
    Commit,
    Rollback,
}

impl Step {
    const fn sql(self) -> &'static str {
        match self {
            Step::Begin => "BEGIN IMMEDIATE",
            Step::Savepoint => "SAVEPOINT one",
            Step::Release => "RELEASE one",
            Step::RollbackSavepoint => "ROLLBACK TO one; RELEASE one",
            Step::Commit => "COMMIT",
            Step::Rollback => "ROLLBACK",
        }
    }

    /// Executes the statement. After a commit, also reads SQLite's count of changed rows.
    async fn execute(self, conn: &mut Conn) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query(self.sql()).execute(&mut *conn).await?;
        if self != Step::Commit {
            return Ok(None);
        }
        Ok(sqlx::query_scalar("SELECT total_changes()").fetch_one(conn).await.ok())
    }
}

impl Writer {
    pub fn new(conn: Conn, data_version: i64, commits: watch::Sender<u64>, files: OpenFiles) -> Self {
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
            files,
        }
    }

    /// Waits until no statement runs, then returns the connection.
    pub async fn idle(&mut self) -> &mut Conn {
        self.settle().await;
        self.conn_mut()
    }

    /// The connection of the open transaction.
    pub fn conn(&self) -> &Conn {
        self.conn.as_ref().expect("no statement of the writer runs while a Tx is in use")
    }

    pub fn conn_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect("no statement of the writer runs while a Tx is in use")
    }

    /// Rolls back an abandoned savepoint, then opens a new savepoint inside a transaction.
    pub async fn begin(&mut self) -> Result<(), DbError> {
        self.roll_back().await;
        if self.transaction == Transaction::Failed {
            let _ = self.run(Step::Rollback).await;
        }
        if self.transaction == Transaction::None {
            // Data written to a removed file would be lost when the process ends.
            self.files.check()?;
            self.run(Step::Begin).await?;
        }
        self.run(Step::Savepoint).await
    }

    /// Releases the savepoint: the transaction keeps its changes.
    pub async fn release(&mut self) -> Result<(), DbError> {
        self.run(Step::Release).await
    }

    /// Rolls back to the savepoint, if one is open. On a full disk SQLite can end the whole transaction by itself; in
    /// that case its group gets an error.
    pub async fn roll_back(&mut self) {
        self.settle().await;
        if self.has_savepoint && self.run(Step::RollbackSavepoint).await.is_err() {
            let _ = self.run(Step::Rollback).await;
        }
    }

    /// Adds a caller to the group. The caller gets the result when the transaction ends.
    pub fn join_group(&mut self) -> oneshot::Receiver<Result<(), DbError>> {
        let (sender, receiver) = oneshot::channel();
        self.group.push(sender);
        receiver
    }

    pub fn group_size(&self) -> usize {
        self.group.len()
    }

    /// Whether the open transaction holds changes that are not durable yet.
    pub fn has_released(&self) -> bool {
        self.has_released
    }

    /// Commits the open transaction, or rolls all of it back, and sends the result to its group.
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

    /// Adds one to the number of commits when another process has committed since the last call.
    pub async fn count_commit_of_other_process(&mut self) -> Result<(), DbError> {
        let version = data_version(self.idle().await).await?;
        if version != self.data_version {
            self.data_version = version;
            self.commits.send_modify(|commits| *commits += 1);
        }
        Ok(())
    }

    async fn run(&mut self, step: Step) -> Result<(), DbError> {
        self.settle().await;
        let mut conn = self.conn.take().expect("no statement runs after settle");
        let result = Box::pin(async move {
            let result = step.execute(&mut conn).await;
            (conn, result)
        });
        self.running = Some(Running { step, result });
        self.finish().await.unwrap_or(Ok(()))
    }

    /// Waits for a statement whose caller was dropped.
    async fn settle(&mut self) {
        let _ = self.finish().await;
    }

    /// Waits for the running statement and records its effect. Dropping this future does not stop the statement.
    async fn finish(&mut self) -> Option<Result<(), DbError>> {
        let Running { step, result } = self.running.as_mut()?;
        let step = *step;
        let (conn, result) = result.as_mut().await;
        self.running = None;
        self.conn = Some(conn);
        Some(match result {
            Ok(rows_changed) => {
                self.record_success(step, rows_changed);
                Ok(())
            }
            Err(error) => {
                let error = DbError::from(error);
                self.record_failure(step, &error);
                Err(error)
            }
        })
    }

    fn record_success(&mut self, step: Step, rows_changed: Option<i64>) {
        match step {
            Step::Begin => self.transaction = Transaction::Open,
            Step::Savepoint => self.has_savepoint = true,
            Step::Release => (self.has_savepoint, self.has_released) = (false, true),
            Step::RollbackSavepoint => self.has_savepoint = false,
            Step::Commit => {
                self.end_transaction();
                self.count_commit(rows_changed);
                self.answer_group(|| Ok(()));
            }
            Step::Rollback => self.end_transaction(),
        }
    }

    fn record_failure(&mut self, step: Step, error: &DbError) {
        match step {
            Step::Begin | Step::Savepoint | Step::Release => {}
            Step::RollbackSavepoint => {
                self.has_savepoint = false;
                self.transaction = Transaction::Failed;
                self.answer_group(|| Err(DbError::GroupLost));
            }
            Step::Commit => {
                self.transaction = Transaction::Failed;
                self.answer_group(|| Err(error.group_error()));
            }
            // SQLite has already rolled back.
            Step::Rollback => self.end_transaction(),
        }
    }

    fn end_transaction(&mut self) {
        self.transaction = Transaction::None;
        (self.has_savepoint, self.has_released) = (false, false);
    }

    /// Must run before the group gets its result, so that the count has already grown for every task that sees the
    /// commit. A commit that changed no row is not counted: otherwise a task that looks for work in a transaction would
    /// wake itself.
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

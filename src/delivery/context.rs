//! The dependencies of an attempt: database, clock, routes, sources, settings and outage detection. Must not contain
//! the dispatcher, which owns the attempts.

use std::sync::Arc;

use super::outage::Outage;
use super::route::Routes;
use super::settings::DispatcherSettings;
use super::source::Sources;
use crate::db::{Db, Rng};
use crate::time::Clock;

pub(super) struct Context {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub routes: Routes,
    pub sources: Sources,
    pub settings: DispatcherSettings,
    pub outage: Outage,
}

impl Context {
    pub fn rng(&self) -> &Rng {
        self.db.rng()
    }
}

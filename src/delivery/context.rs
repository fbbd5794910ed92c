//! The dependencies of an attempt: database, clock, routes, sources, settings and outage detection. Must not contain
//! the dispatcher, which owns the attempts.

use std::sync::Arc;

use super::outage::Outage;
use super::record::Record;
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
    /// The outage detection of each platform, by its number.
    pub outages: Vec<Outage>,
}

impl Context {
    /// The outage detection of the platform that serves this delivery. Edits go through the first platform, because
    /// only its messages can be edited.
    pub fn outage(&self, record: &Record) -> &Outage {
        &self.outages[self.routes.platform_of(record.route.as_str())]
    }

    pub fn rng(&self) -> &Rng {
        self.db.rng()
    }
}

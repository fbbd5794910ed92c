//! A server for the unit tests of other modules.

use super::model::Setup;
use super::permissions::Server;
use super::store;
use crate::db::Tx;
use crate::members::MemberId;
use crate::time::Timestamp;

/// Stores an empty server with this set-up. Does not change the members.
pub async fn set_up(tx: &mut Tx, setup: &Setup, owner: MemberId, now: Timestamp) {
    let server = Server {
        id: setup.guild,
        name: "MAG".to_owned(),
        owner,
        bot: MemberId(99),
        synced_at: now,
        roles: Vec::new(),
        channels: Vec::new(),
    };
    store::set_server(tx, &server).await.expect("the server can be stored");
    store::set_setup(tx, setup, owner, now).await.expect("the set-up can be stored");
}

//! What a command says where the set-up does not carry it yet: what is missing, and who can fix it.

use super::screens::missing_words;
use crate::discord::{Call, Told};
use crate::guild::{Setup, store};
use crate::members;
use crate::say;

/// The complete set-up of the server that we serve.
///
/// # Errors
/// Words for the caller when the set-up is incomplete, or when they call from another server.
pub async fn served(call: &Call) -> Result<Setup, Told> {
    let language = call.language();
    let mut conn = call.parts.db.read().await?;
    let setup = store::setup(&mut conn).await?;
    if let (Some(setup), Some(here)) = (&setup, call.caller.guild)
        && setup.guild != here
    {
        let served = store::server(&mut conn, setup.guild).await?.map_or_else(String::new, |server| server.name);
        return Err(Told::person(say!(language, "setup-elsewhere", server = served)));
    }
    let missing = setup.as_ref().map_or_else(|| Setup::new(members::GuildId(0)).missing(), Setup::missing);
    match setup {
        Some(setup) if missing.is_empty() => Ok(setup),
        _ => {
            let owner = match call.caller.guild {
                Some(here) => store::server(&mut conn, here).await?.map(|server| format!("<@{}>", server.owner)),
                None => None,
            };
            let who = owner.unwrap_or_else(|| say!(language, "setup-owner"));
            let missing = missing_words(language, &missing);
            Err(Told::person(say!(language, "setup-needed", missing = missing, who = who)))
        }
    }
}

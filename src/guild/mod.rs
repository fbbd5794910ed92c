//! Set-up of a server, registered commands, ledger of interactions.

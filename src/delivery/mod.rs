//! Outbox, lanes, dispatcher, retry, receipts; the traits Source and Messenger.

//! From a room's typed facts to the words of a message, at the last moment before it is sent.
//!
//! A feature has one renderer for each of its types of facts, registered in `features`:
//!
//! ```ignore
//! renderers.with(|facts: &AlertFacts, reader: &Reader<'_>| {
//!     Outgoing::from(Reply::new(say!(reader.language(), "alert-dm", text = disarm(&facts.text))).buttons([…]))
//! })
//! ```

use std::any::{Any, TypeId};
use std::collections::HashMap;

use crate::delivery::{Facts, Order, Sound};
use crate::discord::ui::reply::Reply;
use crate::members::Member;
use crate::time::{Timestamp, ZoneId};
use crate::words::Language;

/// Who reads the message, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// `None` where many read: no local time then, but Discord's timestamps, and UTC in words.
    pub member: Option<&'a Member>,
    pub now: Timestamp,
    pub sound: Sound,
}

impl<'a> Reader<'a> {
    pub(in crate::discord) fn of(order: &'a Order) -> Self {
        Self { member: order.reader.as_ref(), now: order.now, sound: order.sound }
    }

    /// English where many read.
    pub fn language(&self) -> Language {
        self.member.map_or(Language::English, |member| member.language)
    }

    pub fn zone(&self) -> Option<ZoneId> {
        self.member.and_then(Member::zone)
    }
}

/// What facts turn into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    Message(Reply),
    /// A thread's name, at most 100 characters. It is looked for by this name, so it must be the same each time and no
    /// other's.
    Thread {
        name: String,
    },
}

impl From<Reply> for Outgoing {
    fn from(reply: Reply) -> Self {
        Outgoing::Message(reply)
    }
}

type Renderer = Box<dyn Fn(&Facts, &Reader<'_>) -> Option<Outgoing> + Send + Sync>;

/// Who words which facts.
#[derive(Default)]
pub struct Renderers {
    by_type: HashMap<TypeId, Renderer>,
}

impl Renderers {
    /// Registers the renderer of one type of facts.
    ///
    /// # Panics
    /// When the type has one already.
    #[must_use]
    pub fn with<T: Any>(mut self, render: impl Fn(&T, &Reader<'_>) -> Outgoing + Send + Sync + 'static) -> Self {
        let renderer: Renderer = Box::new(move |facts, reader| facts.get::<T>().map(|facts| render(facts, reader)));
        let known = self.by_type.insert(TypeId::of::<T>(), renderer);
        assert!(known.is_none(), "two renderers for {}", std::any::type_name::<T>());
        self
    }

    /// `None` when nobody registered a renderer for facts of this type: a mistake in our source.
    pub(in crate::discord) fn render(&self, facts: &Facts, reader: &Reader<'_>) -> Option<Outgoing> {
        self.by_type.get(&facts.kind())?(facts, reader)
    }
}

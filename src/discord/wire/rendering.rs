//! Renderers turn a feature's typed facts into the text of a message, right before the message is sent.
//!
//! A feature registers one renderer for each of its types of facts, in `features`:
//!
//! ```ignore
//! renderers.with(|facts: &AlertFacts, viewer: &Viewer| {
//!     Outgoing::from(Reply::new(say!(viewer.language, "alert-dm", text = sanitize(&facts.text))).buttons([…]))
//! })
//! ```

use std::any::{Any, TypeId};
use std::collections::HashMap;

use crate::delivery::{Facts, Sources};
use crate::discord::ui::reply::Reply;
use crate::discord::viewer::Viewer;

/// The result of a renderer: a message, or the name of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    Message(Reply),
    /// A thread's name, at most 100 characters. After an attempt with an unknown outcome, we search for a thread with
    /// this name. So the name must be unique, and the same at each rendering.
    Thread {
        name: String,
    },
}

impl From<Reply> for Outgoing {
    fn from(reply: Reply) -> Self {
        Outgoing::Message(reply)
    }
}

type Renderer = Box<dyn Fn(&Facts, &Viewer) -> Option<Outgoing> + Send + Sync>;

/// The renderers of all types of facts.
#[derive(Default)]
pub struct Renderers {
    by_type: HashMap<TypeId, Renderer>,
}

impl Renderers {
    /// Registers the renderer of one type of facts.
    ///
    /// # Panics
    /// If the type already has a renderer.
    #[must_use]
    pub fn with<T: Any>(mut self, render: impl Fn(&T, &Viewer) -> Outgoing + Send + Sync + 'static) -> Self {
        let renderer: Renderer = Box::new(move |facts, viewer| facts.get::<T>().map(|facts| render(facts, viewer)));
        let previous = self.by_type.insert(TypeId::of::<T>(), renderer);
        assert!(previous.is_none(), "two renderers for {}", std::any::type_name::<T>());
        self
    }

    /// Renders the facts for the viewer. `None` if no renderer is registered for this type of facts, which is a mistake
    /// in our source.
    pub(in crate::discord) fn render(&self, facts: &Facts, viewer: &Viewer) -> Option<Outgoing> {
        self.by_type.get(&facts.kind())?(facts, viewer)
    }

    /// Checks that every type of facts that the sources declare has a renderer.
    ///
    /// # Errors
    /// When a type has no renderer. The error names the first such type.
    pub fn check(&self, sources: &Sources) -> Result<(), MissingRenderer> {
        let missing_facts = sources.facts().into_iter().find(|(_, facts)| !self.by_type.contains_key(&facts.id));
        match missing_facts {
            None => Ok(()),
            Some((source, facts)) => {
                Err(MissingRenderer { source_name: source.as_str().to_owned(), facts: facts.name })
            }
        }
    }
}

/// A feature declares facts but registers no renderer for them, which is a mistake in our source.
#[derive(Debug, thiserror::Error)]
#[error("no renderer is registered for {facts}, which source {source_name} returns")]
pub struct MissingRenderer {
    source_name: String,
    facts: &'static str,
}

//! The selects, buttons and forms of `/setup`, and their custom ids.

use crate::discord::call::{Call, Submitted};
use crate::discord::guild::handlers as acts;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::guild::Place;
use crate::members::Group;

/// Whoever presses must hold Manage Server at that moment; the ids carry no permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupPress {
    Page(Page),
    PickRole(Group),
    PickChannel(Place),
    /// Takes everything as it is shown, suggestions too, and posts the panels.
    Save,
    TypeDates,
    DatesTyped,
    /// The expected members who are not on Discord: texts and addresses to copy.
    Absent,
}

/// `/setup` has more selects than a message has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Roles,
    Channels,
    Rest,
}

impl Page {
    fn code(self) -> &'static str {
        match self {
            Page::Roles => "roles",
            Page::Channels => "channels",
            Page::Rest => "rest",
        }
    }
}

fn group_code(group: Group) -> &'static str {
    match group {
        Group::Mag => "mag",
        Group::Helpdesk => "helpdesk",
        Group::Secretariat => "secretariat",
    }
}

impl Press for SetupPress {
    const PREFIX: &'static str = "setup";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::Page(page) => Action::new("page").with(page.code()),
            Self::PickRole(group) => Action::new("role").with(group_code(*group)),
            Self::PickChannel(place) => Action::new("channel").with(place.code()),
            Self::Save => Action::new("save"),
            Self::TypeDates => Action::new("type-dates"),
            Self::DatesTyped => Action::new("dates-typed"),
            Self::Absent => Action::new("absent"),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        Some(match action {
            "page" => Self::Page(match args.take::<String>()?.as_str() {
                "roles" => Page::Roles,
                "channels" => Page::Channels,
                "rest" => Page::Rest,
                _ => return None,
            }),
            "role" => {
                let code = args.take::<String>()?;
                Self::PickRole(Group::ALL.into_iter().find(|group| group_code(*group) == code)?)
            }
            "channel" => Self::PickChannel(Place::from_code(&args.take::<String>()?)?),
            "save" => Self::Save,
            "type-dates" => Self::TypeDates,
            "dates-typed" => Self::DatesTyped,
            "absent" => Self::Absent,
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::TypeDates => Ack::Never,
            Self::Absent => Ack::Private,
            _ => Ack::Update,
        }
    }
}

impl Handle for SetupPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Page(page) => acts::show(call, page).await,
            Self::PickRole(group) => acts::pick_role(call, group, submitted.id()).await,
            Self::PickChannel(place) => acts::pick_channel(call, place, submitted.id()).await,
            Self::Save => acts::save_as_shown(call).await,
            Self::TypeDates => acts::dates_form(call).await,
            Self::DatesTyped => acts::dates_typed(call, submitted.field("from"), submitted.field("to")).await,
            Self::Absent => acts::absent(call).await,
        }
    }
}

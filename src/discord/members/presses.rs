//! The buttons, selects and forms of a profile, and their custom ids.

use crate::discord::call::{Call, Submitted};
use crate::discord::members::{away, handlers as acts};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::members::EmergencyWake;

/// Each acts for whoever presses it, on their own profile only: no id names a person, so none can be forged to reach
/// another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfilePress {
    /// On the panel in a channel: opens the DM.
    Open,
    /// Shows the set-up where it stands.
    Edit,
    TypeZone,
    ZoneTyped,
    PickZone,
    ZoneRight,
    QuietUsual,
    QuietNone,
    TypeQuiet,
    QuietTyped,
    ChangeQuiet,
    Emergency(EmergencyWake),
    ChangeEmergency,
    Language,
    /// Saves the draft of this revision.
    Save(i64),
    Test,
    Awake,
    AwakeTyped,
    /// Milliseconds UTC.
    AwakeAt(i64),
    AwakeEnd,
    Away,
    AwayTyped,
    /// Milliseconds UTC.
    AwayAt(i64),
    Back,
    Show,
    Export,
    AskDelete,
    Delete,
}

impl Press for ProfilePress {
    const PREFIX: &'static str = "profile";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::Open => Action::new("open"),
            Self::Edit => Action::new("edit"),
            Self::TypeZone => Action::new("type-zone"),
            Self::ZoneTyped => Action::new("zone-typed"),
            Self::PickZone => Action::new("pick-zone"),
            Self::ZoneRight => Action::new("zone-right"),
            Self::QuietUsual => Action::new("quiet-usual"),
            Self::QuietNone => Action::new("quiet-none"),
            Self::TypeQuiet => Action::new("type-quiet"),
            Self::QuietTyped => Action::new("quiet-typed"),
            Self::ChangeQuiet => Action::new("change-quiet"),
            Self::Emergency(EmergencyWake::Allowed) => Action::new("emergency").with("yes"),
            Self::Emergency(EmergencyWake::Refused) => Action::new("emergency").with("no"),
            Self::ChangeEmergency => Action::new("change-emergency"),
            Self::Language => Action::new("language"),
            Self::Save(revision) => Action::new("save").with(revision),
            Self::Test => Action::new("test"),
            Self::Awake => Action::new("awake"),
            Self::AwakeTyped => Action::new("awake-typed"),
            Self::AwakeAt(ms) => Action::new("awake-at").with(ms),
            Self::AwakeEnd => Action::new("awake-end"),
            Self::Away => Action::new("away"),
            Self::AwayTyped => Action::new("away-typed"),
            Self::AwayAt(ms) => Action::new("away-at").with(ms),
            Self::Back => Action::new("back"),
            Self::Show => Action::new("show"),
            Self::Export => Action::new("export"),
            Self::AskDelete => Action::new("ask-delete"),
            Self::Delete => Action::new("delete"),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        Some(match action {
            "open" => Self::Open,
            "edit" => Self::Edit,
            "type-zone" => Self::TypeZone,
            "zone-typed" => Self::ZoneTyped,
            "pick-zone" => Self::PickZone,
            "zone-right" => Self::ZoneRight,
            "quiet-usual" => Self::QuietUsual,
            "quiet-none" => Self::QuietNone,
            "type-quiet" => Self::TypeQuiet,
            "quiet-typed" => Self::QuietTyped,
            "change-quiet" => Self::ChangeQuiet,
            "emergency" => Self::Emergency(match args.take::<String>()?.as_str() {
                "yes" => EmergencyWake::Allowed,
                "no" => EmergencyWake::Refused,
                _ => return None,
            }),
            "change-emergency" => Self::ChangeEmergency,
            "language" => Self::Language,
            "save" => Self::Save(args.take()?),
            "test" => Self::Test,
            "awake" => Self::Awake,
            "awake-typed" => Self::AwakeTyped,
            "awake-at" => Self::AwakeAt(args.take()?),
            "awake-end" => Self::AwakeEnd,
            "away" => Self::Away,
            "away-typed" => Self::AwayTyped,
            "away-at" => Self::AwayAt(args.take()?),
            "back" => Self::Back,
            "show" => Self::Show,
            "export" => Self::Export,
            "ask-delete" => Self::AskDelete,
            "delete" => Self::Delete,
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::TypeZone | Self::TypeQuiet | Self::Awake | Self::Away => Ack::Never,
            Self::Open | Self::Test | Self::AwakeTyped | Self::AwayTyped | Self::Export => Ack::Private,
            _ => Ack::Update,
        }
    }
}

impl Handle for ProfilePress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Open => acts::open(call).await,
            Self::Edit => acts::edit(call).await,
            Self::TypeZone => acts::zone_form(call).await,
            Self::ZoneTyped => acts::zone_typed(call, submitted.field("zone")).await,
            Self::PickZone => acts::zone_picked(call, submitted.values.first().map_or("", String::as_str)).await,
            Self::ZoneRight => acts::zone_right(call).await,
            Self::QuietUsual => acts::quiet(call, crate::discord::members::screens::USUAL).await,
            Self::QuietNone => acts::quiet(call, crate::time::QuietHours::none()).await,
            Self::TypeQuiet => acts::quiet_form(call).await,
            Self::QuietTyped => {
                acts::quiet_typed(call, submitted.field("start"), submitted.field("end"), submitted.field("days")).await
            }
            Self::ChangeQuiet => acts::ask_quiet_again(call).await,
            Self::Emergency(answer) => acts::emergency(call, answer).await,
            Self::ChangeEmergency => acts::ask_emergency_again(call).await,
            Self::Language => acts::language(call, submitted.values.first().map_or("", String::as_str)).await,
            Self::Save(revision) => acts::save(call, revision).await,
            Self::Test => acts::test_phone(call).await,
            Self::Awake => acts::awake_form(call).await,
            Self::AwakeTyped => acts::awake_typed(call, submitted.field("until")).await,
            Self::AwakeAt(ms) => acts::awake_at(call, ms).await,
            Self::AwakeEnd => acts::awake_end(call).await,
            Self::Away => away::form(call).await,
            Self::AwayTyped => away::typed(call, submitted.field("until")).await,
            Self::AwayAt(ms) => away::until(call, ms).await,
            Self::Back => away::back(call).await,
            Self::Show => acts::show(call).await,
            Self::Export => acts::export(call).await,
            Self::AskDelete => acts::ask_delete(call).await,
            Self::Delete => acts::delete(call).await,
        }
    }
}

//! The buttons and selects of deliveries, and their custom ids.

use crate::delivery::DeliveryId;
use crate::delivery::notices::NoticeId;
use crate::discord::call::{Call, Submitted};
use crate::discord::delivery::handlers as acts;
use crate::discord::delivery::handlers::Wanted;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, Args, Press};
use crate::discord::wire::router::Handle;
use crate::discord::wire::user_error::Outcome;
use crate::members::MemberId;

/// Each is for the secretariat, and authorized anew by the room's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryPress {
    /// A page (from 0) of a list.
    List {
        wanted: Wanted,
        member: Option<MemberId>,
        page: u32,
    },
    /// Chosen in a list.
    ShowChosen,
    /// As it stands now.
    LookAgain(DeliveryId),
    TryAgain(DeliveryId),
    Cancel(DeliveryId),
    /// All that a notice tells of.
    TryAll(NoticeId),
    /// Discord does not hold Magpie for a spammer any more.
    Lifted(NoticeId),
}

impl Press for DeliveryPress {
    const PREFIX: &'static str = "delivery";
    const EXAMPLES: &'static [&'static str] = &[];

    fn encode(&self) -> Action {
        match self {
            Self::List { wanted, member, page } => {
                Action::new("list").with(wanted.code()).with(member.map_or(0, |member| member.0)).with(page)
            }
            Self::ShowChosen => Action::new("show-chosen"),
            Self::LookAgain(id) => Action::new("look-again").with(id),
            Self::TryAgain(id) => Action::new("try-again").with(id),
            Self::Cancel(id) => Action::new("cancel").with(id),
            Self::TryAll(notice) => Action::new("try-all").with(notice),
            Self::Lifted(notice) => Action::new("lifted").with(notice),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        Some(match action {
            "list" => Self::List {
                wanted: Wanted::from_code(&args.take::<String>()?)?,
                member: Some(args.take::<MemberId>()?).filter(|member| member.0 != 0),
                page: args.take()?,
            },
            "show-chosen" => Self::ShowChosen,
            "look-again" => Self::LookAgain(args.take()?),
            "try-again" => Self::TryAgain(args.take()?),
            "cancel" => Self::Cancel(args.take()?),
            "try-all" => Self::TryAll(args.take()?),
            "lifted" => Self::Lifted(args.take()?),
            _ => return None,
        })
    }

    fn ack(&self) -> Ack {
        match self {
            Self::List { .. } | Self::LookAgain(_) | Self::TryAgain(_) | Self::Cancel(_) => Ack::Update,
            Self::ShowChosen | Self::TryAll(_) | Self::Lifted(_) => Ack::Private,
        }
    }
}

impl Handle for DeliveryPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::List { wanted, member, page } => acts::list(call, wanted, member, page).await,
            Self::ShowChosen => {
                let chosen = submitted.values.first().and_then(|id| id.parse().ok()).unwrap_or_default();
                acts::show(call, DeliveryId(chosen)).await
            }
            Self::LookAgain(id) => acts::show(call, id).await,
            Self::TryAgain(id) => acts::try_again(call, id).await,
            Self::Cancel(id) => acts::cancel(call, id).await,
            Self::TryAll(notice) => acts::try_all(call, notice).await,
            Self::Lifted(notice) => acts::lifted(call, notice).await,
        }
    }
}

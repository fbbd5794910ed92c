//! The parts of a request that determine its rate limits: its method, and its path in which only the first id is kept.

use twilight_http_ratelimiting::Method;

/// Identifies the bucket that a request may belong to: the method, and the path in which every id except the first is
/// replaced by `:id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::discord) struct RouteKey {
    pub method: Method,
    pub path: String,
}

impl RouteKey {
    /// `path`: without a slash at the beginning and without `api/v10/`.
    pub fn new(method: Method, path: &str) -> Self {
        let mut parts = Vec::new();
        for (index, part) in path.split('/').enumerate() {
            let is_id = part.len() >= 15 && part.bytes().all(|b| b.is_ascii_digit());
            parts.push(if is_id && index > 1 { ":id" } else { part });
        }
        Self { method, path: parts.join("/") }
    }

    /// The key for the log, without the tokens of interactions.
    pub fn redacted(&self) -> String {
        let mut parts: Vec<&str> = self.path.split('/').collect();
        if let ["interactions" | "webhooks", _, token, ..] = parts.as_mut_slice() {
            *token = ":token";
        }
        format!("{} {}", self.method.name(), parts.join("/"))
    }

    /// Whether this is the first response to an interaction, which has no rate limit.
    pub fn is_callback(&self) -> bool {
        self.path.starts_with("interactions/")
    }

    /// Whether Discord does not count the request in the bot's 50 requests per second.
    pub fn is_outside_global_limit(&self) -> bool {
        self.path.starts_with("webhooks/")
    }

    pub fn opens_dm(&self) -> bool {
        self.method == Method::Post && self.path == "users/@me/channels"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_id_of_a_path_separates_buckets() {
        let edit = RouteKey::new(Method::Patch, "channels/100000000000000001/messages/100000000000000002");
        assert_eq!(edit.path, "channels/100000000000000001/messages/:id");
    }

    #[test]
    fn the_log_shows_no_token_of_an_interaction() {
        let edit = RouteKey::new(Method::Patch, "webhooks/100000000000000001/secret/messages/@original");
        assert_eq!(edit.redacted(), "PATCH webhooks/100000000000000001/:token/messages/@original");
    }
}

//! Formats an error with all its causes. Only the deepest cause of a network error shows whether DNS, TLS or the port
//! failed.

use std::error::Error;

/// A chain with more causes than this is probably a cycle.
const MAX_CAUSES: usize = 16;

/// The error and its causes, from the outermost to the deepest. A cause that its parent repeats is left out.
pub fn error_chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    for _ in 0..MAX_CAUSES {
        let Some(cause) = next else { break };
        next = cause.source();
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Layer {
        text: &'static str,
        source: Option<Box<Layer>>,
    }

    #[test]
    fn cause_that_its_parent_repeats_is_left_out() {
        let deepest = Layer { text: "connection refused", source: None };
        let middle = Layer { text: "tcp connect error: connection refused", source: Some(Box::new(deepest)) };
        let outer = Layer { text: "error sending request", source: Some(Box::new(middle)) };
        assert_eq!(error_chain(&outer), "error sending request: tcp connect error: connection refused");
    }

    #[tokio::test]
    async fn chain_distinguishes_a_refused_connection_from_an_unknown_host() {
        let get = async |url: &str| reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await;
        let refused = get("http://127.0.0.1:1/").await.unwrap_err();
        assert!(error_chain(&refused).contains("refused"), "{}", error_chain(&refused));
        let unknown = get("http://discord.invalid/").await.unwrap_err();
        assert!(error_chain(&unknown).contains("dns error"), "{}", error_chain(&unknown));
    }
}

//! Parses a `multipart/form-data` body into its payload and its files. The payload is the field `payload_json`. If the
//! body has no such field, the payload is an object of the text fields. Source: RFC 7578.

use serde_json::Value;

use super::form;
use crate::sandbox::core::File;

#[derive(Debug, PartialEq)]
pub struct MultipartBody {
    /// The `payload_json`, or an object of the text fields. `Null` if the body has neither.
    pub payload: Value,
    pub files: Vec<File>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MultipartError {
    #[error("the content type names no boundary")]
    NoBoundary,
    #[error("a part does not end with the boundary")]
    Unfinished,
    #[error("a part has no `Content-Disposition: form-data` with a name")]
    MissingName,
    #[error("`payload_json` is not JSON: {0}")]
    Payload(String),
}

/// Returns the boundary in `multipart/form-data; boundary=…`, or `None` for any other content type.
pub fn boundary(content_type: &str) -> Option<Result<String, MultipartError>> {
    let rest = content_type.trim().strip_prefix("multipart/form-data")?;
    Some(parameter(rest, "boundary").filter(|boundary| !boundary.is_empty()).ok_or(MultipartError::NoBoundary))
}

pub fn read(body: &[u8], boundary: &str) -> Result<MultipartBody, MultipartError> {
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // A delimiter at the start of the body has no line break before it.
    let mut rest = body
        .strip_prefix(&delimiter[2..])
        .or_else(|| bytes_after(body, &delimiter))
        .ok_or(MultipartError::Unfinished)?;
    let mut multipart = MultipartBody { payload: Value::Null, files: Vec::new() };
    let mut texts = Vec::new();
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n").ok_or(MultipartError::Unfinished)?;
        let end = position_of(part, &delimiter).ok_or(MultipartError::Unfinished)?;
        parse_part(&part[..end], &mut multipart, &mut texts)?;
        rest = &part[end + delimiter.len()..];
    }
    if multipart.payload.is_null() && !texts.is_empty() {
        multipart.payload = form::object(texts);
    }
    Ok(multipart)
}

fn parse_part(
    part: &[u8],
    multipart: &mut MultipartBody,
    texts: &mut Vec<(String, String)>,
) -> Result<(), MultipartError> {
    let end = position_of(part, b"\r\n\r\n").ok_or(MultipartError::MissingName)?;
    let headers = String::from_utf8_lossy(&part[..end]).into_owned();
    let bytes = part[end + 4..].to_vec();
    let header = |name: &str| {
        headers.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition").ok_or(MultipartError::MissingName)?;
    let field = parameter(&disposition, "name").ok_or(MultipartError::MissingName)?;
    if field == "payload_json" {
        multipart.payload =
            serde_json::from_slice(&bytes).map_err(|error| MultipartError::Payload(error.to_string()))?;
    } else {
        let Some(name) = parameter(&disposition, "filename") else {
            texts.push((field, String::from_utf8_lossy(&bytes).into_owned()));
            return Ok(());
        };
        multipart.files.push(File { field, name, content_type: header("content-type"), bytes });
    }
    Ok(())
}

/// Returns the value of a parameter in a header such as `form-data; name="files[0]"; filename="a.csv"`. `None` if the
/// header does not have the parameter.
fn parameter(header: &str, name: &str) -> Option<String> {
    let start = header.match_indices(';').find_map(|(at, _)| {
        let rest = header[at + 1..].trim_start();
        let value = rest.strip_prefix(name)?.strip_prefix('=')?;
        Some(value)
    })?;
    match start.strip_prefix('"') {
        Some(quoted) => {
            let mut value = String::new();
            let mut characters = quoted.chars();
            while let Some(character) = characters.next() {
                match character {
                    '"' => return Some(value),
                    '\\' => value.extend(characters.next()),
                    other => value.push(other),
                }
            }
            None
        }
        None => Some(start.split(';').next().unwrap_or_default().trim().to_owned()),
    }
}

fn bytes_after<'a>(body: &'a [u8], needle: &[u8]) -> Option<&'a [u8]> {
    position_of(body, needle).map(|at| &body[at + needle.len()..])
}

fn position_of(body: &[u8], needle: &[u8]) -> Option<usize> {
    body.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BODY: &str = "--xx\r\n\
        Content-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n\
        {\"content\":\"hi\"}\r\n--xx\r\n\
        Content-Disposition: form-data; name=\"files[0]\"; filename=\"a \\\"b\\\".csv\"\r\n\
        Content-Type: text/csv\r\n\r\nx,y\r\n1,--2\r\n--xx--\r\n";

    #[test]
    fn payload_and_files_are_separated() {
        let multipart = read(BODY.as_bytes(), "xx").expect("well formed");
        assert_eq!(multipart.payload, json!({"content": "hi"}));
        let file = &multipart.files[0];
        assert_eq!((file.field.as_str(), file.name.as_str()), ("files[0]", "a \"b\".csv"));
        assert_eq!(file.bytes, b"x,y\r\n1,--2");
        assert_eq!(file.content_type.as_deref(), Some("text/csv"));
    }

    #[test]
    fn unfinished_body_is_refused() {
        assert_eq!(read(&BODY.as_bytes()[..BODY.len() - 8], "xx"), Err(MultipartError::Unfinished));
    }

    #[test]
    fn boundary_may_be_quoted() {
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\""), Some(Ok("a b".to_owned())));
        assert_eq!(boundary("multipart/form-data"), Some(Err(MultipartError::NoBoundary)));
        assert_eq!(boundary("application/json"), None);
    }
}

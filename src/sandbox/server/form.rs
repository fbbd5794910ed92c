//! Parses an `application/x-www-form-urlencoded` body. All its values are strings, and the core converts them to the
//! types that it needs.

use axum::extract::Query;
use axum::http::Uri;
use serde_json::{Map, Value};

/// Returns the fields of the body as one object. The fields in `payload_json` become fields of that object. For a body
/// that cannot be parsed, the object is empty.
pub fn read(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body);
    let uri = format!("/?{text}").parse::<Uri>().ok();
    let pairs = uri.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    object(pairs.map(|Query(pairs)| pairs).unwrap_or_default())
}

/// Returns an object that maps names to strings. If a name appears more than once, its value is a list.
pub fn object(pairs: Vec<(String, String)>) -> Value {
    let mut fields = Map::new();
    for (name, text) in pairs {
        if name == "payload_json" {
            let payload = serde_json::from_str(&text).unwrap_or(Value::Null);
            fields.extend(payload.as_object().cloned().unwrap_or_default());
            continue;
        }
        match fields.get_mut(&name) {
            Some(Value::Array(list)) => list.push(Value::from(text)),
            Some(single) => *single = Value::from(vec![single.take(), Value::from(text)]),
            None => drop(fields.insert(name, Value::from(text))),
        }
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn form_is_parsed_into_an_object_of_strings() {
        assert_eq!(
            read(b"content=a+b%21&tts=true&x=1&x=2"),
            json!({"content": "a b!", "tts": "true", "x": ["1", "2"]})
        );
        assert_eq!(read(b"payload_json=%7B%22content%22%3A1%7D"), json!({"content": 1}));
    }
}

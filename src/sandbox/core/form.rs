//! Reads request bodies field by field and notes every fault under its path, in Discord's words.
//!
//! Stricter than Discord in one way: a key that Discord does not document is a fault here, since there it would be
//! ignored and the mistake found by nobody.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::failure::{Failure, Fault};
use super::snowflake::Snowflake;

/// Faults found so far in one body.
#[derive(Debug, Default)]
pub struct Faults {
    found: RefCell<Vec<Fault>>,
}

impl Faults {
    pub fn add(&self, path: &str, code: &'static str, message: impl Into<String>) {
        self.found.borrow_mut().push(Fault { path: path.to_owned(), code, message: message.into() });
    }

    pub fn finish(self) -> Result<(), Failure> {
        let found = self.found.into_inner();
        if found.is_empty() { Ok(()) } else { Err(Failure::Form(found)) }
    }
}

/// An object in a body, at a path.
#[derive(Clone)]
pub struct Form<'a> {
    fields: Option<&'a Map<String, Value>>,
    path: String,
    faults: &'a Faults,
}

impl<'a> Form<'a> {
    /// The whole body. Null counts as an empty object; anything else that is no object is a fault.
    pub fn of(body: &'a Value, faults: &'a Faults) -> Self {
        Self::at(body, String::new(), faults)
    }

    fn at(value: &'a Value, path: String, faults: &'a Faults) -> Self {
        let nothing = value.is_null() && path.is_empty();
        if !value.is_object() && !nothing {
            faults.add(&path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }
        Self { fields: value.as_object(), path, faults }
    }

    pub fn path(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    pub fn fault(&self, field: &str, code: &'static str, message: impl Into<String>) {
        let path = if field.is_empty() { self.path.clone() } else { self.path(field) };
        self.faults.add(&path, code, message);
    }

    /// Any other key is a fault.
    pub fn only(&self, known: &[&str]) {
        for key in self.fields.into_iter().flat_map(Map::keys) {
            if !known.contains(&key.as_str()) {
                self.fault(key, "UNKNOWN_KEY", "The sandbox knows no such field: Discord would ignore it");
            }
        }
    }

    /// The field as sent, also when null.
    pub fn sent(&self, field: &str) -> Option<&'a Value> {
        self.fields?.get(field)
    }

    /// The field, unless absent or null.
    pub fn raw(&self, field: &str) -> Option<&'a Value> {
        self.sent(field).filter(|value| !value.is_null())
    }

    pub fn has(&self, field: &str) -> bool {
        self.raw(field).is_some()
    }

    pub fn require(&self, field: &str) {
        if !self.has(field) {
            self.fault(field, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }

    /// A string whose length in characters is within `length`.
    pub fn text(&self, field: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        let value = self.raw(field)?;
        let Some(text) = value.as_str() else {
            self.fault(field, "STRING_TYPE_CONVERT", format!("Could not interpret \"{value}\" as string."));
            return None;
        };
        let count = text.chars().count();
        if count > *length.end() && *length.start() <= 1 {
            self.fault(field, "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", length.end()));
        } else if !length.contains(&count) {
            let message = format!("Must be between {} and {} in length.", length.start(), length.end());
            self.fault(field, "BASE_TYPE_BAD_LENGTH", message);
        }
        Some(text)
    }

    pub fn required_text(&self, field: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        self.require(field);
        self.text(field, length)
    }

    pub fn flag(&self, field: &str) -> Option<bool> {
        let value = self.raw(field)?;
        if value.as_bool().is_none() {
            self.fault(field, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        value.as_bool()
    }

    pub fn number(&self, field: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.raw(field)?;
        let Some(number) = value.as_i64() else {
            self.fault(field, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int."));
            return None;
        };
        if number > *range.end() {
            self.fault(field, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {}.", range.end()));
        } else if number < *range.start() {
            self.fault(
                field,
                "NUMBER_TYPE_MIN",
                format!("int value should be greater than or equal to {}.", range.start()),
            );
        }
        Some(number)
    }

    pub fn choice(&self, field: &str, choices: &[i64]) -> Option<i64> {
        let number = self.number(field, i64::MIN..=i64::MAX)?;
        if !choices.contains(&number) {
            let list = choices.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            self.fault(field, "BASE_TYPE_CHOICES", format!("Value must be one of {{{list}}}."));
            return None;
        }
        Some(number)
    }

    pub fn snowflake(&self, field: &str) -> Option<Snowflake> {
        let value = self.raw(field)?;
        let id = as_snowflake(value);
        if id.is_none() {
            self.fault(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not snowflake."));
        }
        id
    }

    /// A set of permission bits, as a decimal string (or a number, which Discord also takes).
    pub fn bits(&self, field: &str) -> Option<u64> {
        let value = self.raw(field)?;
        let bits = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        if bits.is_none() {
            self.fault(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not int."));
        }
        bits
    }

    pub fn child(&self, field: &str) -> Option<Form<'a>> {
        Some(Self::at(self.raw(field)?, self.path(field), self.faults))
    }

    pub fn list(&self, field: &str, count: RangeInclusive<usize>) -> Option<&'a Vec<Value>> {
        let value = self.raw(field)?;
        let Some(list) = value.as_array() else {
            self.fault(field, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return None;
        };
        if list.len() > *count.end() && *count.start() <= 1 {
            self.fault(field, "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", count.end()));
        } else if !count.contains(&list.len()) {
            let message = format!("Must be between {} and {} in length.", count.start(), count.end());
            self.fault(field, "BASE_TYPE_BAD_LENGTH", message);
        }
        Some(list)
    }

    /// The objects of a list; empty when absent or no list.
    pub fn items(&self, field: &str, count: RangeInclusive<usize>) -> Vec<Form<'a>> {
        let list = self.list(field, count).map(Vec::as_slice).unwrap_or_default();
        let item = |(index, value)| Self::at(value, self.path(&format!("{field}.{index}")), self.faults);
        list.iter().enumerate().map(item).collect()
    }

    pub fn snowflakes(&self, field: &str, count: RangeInclusive<usize>) -> Option<Vec<Snowflake>> {
        let list = self.list(field, count)?;
        let mut ids = Vec::new();
        for (index, value) in list.iter().enumerate() {
            match as_snowflake(value) {
                Some(id) if ids.contains(&id) => {
                    self.fault(field, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
                }
                Some(id) => ids.push(id),
                None => self.fault(
                    &format!("{field}.{index}"),
                    "NUMBER_TYPE_COERCE",
                    format!("Value {value} is not snowflake."),
                ),
            }
        }
        Some(ids)
    }

    /// A web address; `also` are further schemes, such as `attachment`.
    pub fn url(&self, field: &str, also: &[&str]) -> Option<&'a str> {
        let text = self.text(field, 0..=2048)?;
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        if !["http", "https"].contains(&scheme) && !also.contains(&scheme) {
            let schemes =
                ["http", "https"].iter().chain(also).map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
            self.fault(
                field,
                "URL_TYPE_INVALID_SCHEME",
                format!("Scheme \"{scheme}\" is not supported. Scheme must be one of ({schemes})."),
            );
        } else if text.contains(char::is_whitespace) || text.ends_with("://") {
            self.fault(field, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
        Some(text)
    }
}

fn as_snowflake(value: &Value) -> Option<Snowflake> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64().map(Snowflake))
}

/// What is null is as if it had not been sent, also deep inside.
pub(super) fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(without_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

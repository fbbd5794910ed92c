//! Reads request bodies field by field, and collects each error under its path, with Discord's code and message.
//!
//! [`Strictness::Strict`] is stricter than Discord: it reports undocumented keys, and does not convert values. Discord
//! accepts undocumented keys and converts values, so nobody would notice a mistake of the bot.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::api_error::{ApiError, FieldError};
use super::seed::Strictness;
use super::snowflake::Snowflake;

/// The errors found so far in one request body.
#[derive(Debug, Default)]
pub struct FieldErrors {
    strictness: Strictness,
    errors: RefCell<Vec<FieldError>>,
}

impl FieldErrors {
    pub fn new(strictness: Strictness) -> Self {
        Self { strictness, errors: RefCell::default() }
    }

    pub fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    pub fn add(&self, path: &str, code: &'static str, message: impl Into<String>) {
        self.errors.borrow_mut().push(FieldError { path: path.to_owned(), code, message: message.into() });
    }

    /// Fails with all errors if there are any.
    pub fn finish(self) -> Result<(), ApiError> {
        let errors = self.errors.into_inner();
        if errors.is_empty() { Ok(()) } else { Err(ApiError::InvalidForm(errors)) }
    }
}

/// The fields of one object in a request body, and the object's path.
#[derive(Clone)]
pub struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
    errors: &'a FieldErrors,
}

impl<'a> Fields<'a> {
    /// The whole body. Null counts as an empty object. Any other value that is not an object is an error.
    pub fn of(body: &'a Value, errors: &'a FieldErrors) -> Self {
        Self::at(body, String::new(), errors)
    }

    fn at(value: &'a Value, path: String, errors: &'a FieldErrors) -> Self {
        let is_empty_body = value.is_null() && path.is_empty();
        if !value.is_object() && !is_empty_body {
            errors.add(&path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }
        Self { object: value.as_object(), path, errors }
    }

    pub fn path(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    pub fn error(&self, field: &str, code: &'static str, message: impl Into<String>) {
        let path = if field.is_empty() { self.path.clone() } else { self.path(field) };
        self.errors.add(&path, code, message);
    }

    /// Whether input that Discord silently ignores or converts is an error.
    pub fn is_strict(&self) -> bool {
        self.errors.is_strict()
    }

    /// In strict mode, reports every key that is not in `known` as an error. Discord ignores such keys.
    pub fn allow_only(&self, known: &[&str]) {
        if !self.is_strict() {
            return;
        }
        for key in self.object.into_iter().flat_map(Map::keys) {
            if !known.contains(&key.as_str()) {
                self.error(key, "UNKNOWN_KEY", "The sandbox knows no such field: Discord would ignore it");
            }
        }
    }

    /// The value as it was sent, which may be null.
    pub fn get(&self, field: &str) -> Option<&'a Value> {
        self.object?.get(field)
    }

    /// The value, unless it is absent or null.
    pub fn non_null(&self, field: &str) -> Option<&'a Value> {
        self.get(field).filter(|value| !value.is_null())
    }

    pub fn has(&self, field: &str) -> bool {
        self.non_null(field).is_some()
    }

    /// Reports an error if the field is absent or null.
    pub fn require(&self, field: &str) {
        if !self.has(field) {
            self.error(field, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }

    /// Reads a string. Reports an error if its number of characters is outside `length`. `None` if the field is absent,
    /// null or not a string.
    pub fn text(&self, field: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        let value = self.non_null(field)?;
        let Some(text) = value.as_str() else {
            self.error(field, "STRING_TYPE_CONVERT", format!("Could not interpret \"{value}\" as string."));
            return None;
        };
        let count = text.chars().count();
        if count > *length.end() && *length.start() <= 1 {
            self.error(field, "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", length.end()));
        } else if !length.contains(&count) {
            let message = format!("Must be between {} and {} in length.", length.start(), length.end());
            self.error(field, "BASE_TYPE_BAD_LENGTH", message);
        }
        Some(text)
    }

    pub fn required_text(&self, field: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        self.require(field);
        self.text(field, length)
    }

    pub fn boolean(&self, field: &str) -> Option<bool> {
        let value = self.non_null(field)?;
        let converted = || match value.as_str().filter(|_| !self.is_strict())? {
            "true" | "True" | "1" => Some(true),
            "false" | "False" | "0" => Some(false),
            _ => None,
        };
        let boolean = value.as_bool().or_else(converted);
        if boolean.is_none() {
            self.error(field, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        boolean
    }

    /// Reads a whole number. Reports an error if it is outside `range`. `None` if the field is absent, null or not a
    /// whole number.
    pub fn number(&self, field: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.non_null(field)?;
        let converted = || value.as_str().filter(|_| !self.is_strict())?.parse().ok();
        let Some(number) = value.as_i64().or_else(converted) else {
            self.error(field, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int."));
            return None;
        };
        if number > *range.end() {
            self.error(field, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {}.", range.end()));
        } else if number < *range.start() {
            self.error(
                field,
                "NUMBER_TYPE_MIN",
                format!("int value should be greater than or equal to {}.", range.start()),
            );
        }
        Some(number)
    }

    /// Reads a whole number that must be one of `choices`. `None` if the field is absent, null or anything else.
    pub fn choice(&self, field: &str, choices: &[i64]) -> Option<i64> {
        let number = self.number(field, i64::MIN..=i64::MAX)?;
        if !choices.contains(&number) {
            let list = choices.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            self.error(field, "BASE_TYPE_CHOICES", format!("Value must be one of {{{list}}}."));
            return None;
        }
        Some(number)
    }

    pub fn snowflake(&self, field: &str) -> Option<Snowflake> {
        let value = self.non_null(field)?;
        let id = as_snowflake(value);
        if id.is_none() {
            self.error(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not snowflake."));
        }
        id
    }

    /// Reads permission bits from a decimal string, or from a number, which Discord also accepts.
    pub fn bits(&self, field: &str) -> Option<u64> {
        let value = self.non_null(field)?;
        let bits = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        if bits.is_none() {
            self.error(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not int."));
        }
        bits
    }

    pub fn object(&self, field: &str) -> Option<Fields<'a>> {
        Some(Self::at(self.non_null(field)?, self.path(field), self.errors))
    }

    /// Reads a list. Reports an error if its length is outside `count`. `None` if the field is absent, null or not a
    /// list.
    pub fn list(&self, field: &str, count: RangeInclusive<usize>) -> Option<&'a Vec<Value>> {
        let value = self.non_null(field)?;
        let Some(list) = value.as_array() else {
            self.error(field, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return None;
        };
        if list.len() > *count.end() && *count.start() <= 1 {
            self.error(field, "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", count.end()));
        } else if !count.contains(&list.len()) {
            let message = format!("Must be between {} and {} in length.", count.start(), count.end());
            self.error(field, "BASE_TYPE_BAD_LENGTH", message);
        }
        Some(list)
    }

    /// The objects in a list. Empty if the field is absent or not a list.
    pub fn items(&self, field: &str, count: RangeInclusive<usize>) -> Vec<Fields<'a>> {
        let list = self.list(field, count).map(Vec::as_slice).unwrap_or_default();
        let item = |(index, value)| Self::at(value, self.path(&format!("{field}.{index}")), self.errors);
        list.iter().enumerate().map(item).collect()
    }

    pub fn snowflakes(&self, field: &str, count: RangeInclusive<usize>) -> Option<Vec<Snowflake>> {
        let list = self.list(field, count)?;
        let mut ids = Vec::new();
        for (index, value) in list.iter().enumerate() {
            match as_snowflake(value) {
                Some(id) if ids.contains(&id) => {
                    self.error(field, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
                }
                Some(id) => ids.push(id),
                None => self.error(
                    &format!("{field}.{index}"),
                    "NUMBER_TYPE_COERCE",
                    format!("Value {value} is not snowflake."),
                ),
            }
        }
        Some(ids)
    }

    /// Reads a URL. `extra_schemes` lists allowed schemes besides http and https, such as `attachment`.
    pub fn url(&self, field: &str, extra_schemes: &[&str]) -> Option<&'a str> {
        let text = self.text(field, 0..=2048)?;
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        if !["http", "https"].contains(&scheme) && !extra_schemes.contains(&scheme) {
            let schemes = ["http", "https"]
                .iter()
                .chain(extra_schemes)
                .map(|name| format!("'{name}'"))
                .collect::<Vec<_>>()
                .join(", ");
            self.error(
                field,
                "URL_TYPE_INVALID_SCHEME",
                format!("Scheme \"{scheme}\" is not supported. Scheme must be one of ({schemes})."),
            );
        } else if text.contains(char::is_whitespace) || text.ends_with("://") {
            self.error(field, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
        Some(text)
    }
}

fn as_snowflake(value: &Value) -> Option<Snowflake> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64().map(Snowflake))
}

/// Removes nulls at every depth. Callers use it for bodies in which Discord treats null as absent.
pub(super) fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(remove_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_nulls),
        _ => {}
    }
}

//! Validates requests and responses with Discord's own OpenAPI description (v10). The description is the file
//! `shared/discord/openapi.json` in a folder above this repository.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const DOCUMENT: &str = "urn:discord:openapi";

pub struct OpenApi {
    paths: Vec<(Vec<String>, Value)>,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, &'static Validator>>,
}

impl OpenApi {
    /// The description. If the file is missing, prints a warning and returns `None`. The file is read only once.
    pub fn available() -> Option<&'static Self> {
        static READ: OnceLock<Option<OpenApi>> = OnceLock::new();
        READ.get_or_init(|| {
            let read = Self::read();
            if read.is_none() {
                eprintln!(
                    "SKIPPED: shared/discord/openapi.json is not beside this checkout; only twilight checks the bodies"
                );
            }
            read
        })
        .as_ref()
    }

    fn read() -> Option<Self> {
        let parent_folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
        let file =
            parent_folders.map(|folder| folder.join("shared/discord/openapi.json")).find(|file| file.is_file())?;
        let text = std::fs::read_to_string(file).expect("the description can be read");
        let document: Value = serde_json::from_str(&text).expect("the description is JSON");
        let segments = |path: &String| path.split('/').skip(1).map(str::to_owned).collect();
        let paths = document["paths"].as_object().expect("it has paths");
        let paths = paths.iter().map(|(path, item)| (segments(path), json!({"path": path, "item": item}))).collect();
        let registry =
            Registry::new().add(DOCUMENT, document).expect("a document").prepare().expect("its references resolve");
        Some(Self { paths, registry, validators: Mutex::default() })
    }

    /// The reasons why a request body does not match Discord's description.
    pub fn request_faults(&self, method: &str, path: &str, body: &Value) -> Vec<String> {
        let Some((template, operation)) = self.operation(method, path) else {
            return vec![format!("OpenAPI knows no {method} {path}")];
        };
        if operation["requestBody"].is_null() {
            return vec![format!("OpenAPI: {method} {template} takes no body")];
        }
        let mut body = body.clone();
        convert_to_description(&mut body);
        let pointer = format!(
            "/paths/{}/{}/requestBody/content/application~1json/schema",
            escaped(&template),
            method.to_lowercase()
        );
        self.faults(&pointer, &body)
    }

    /// The reasons why a response does not match Discord's description.
    pub fn response_faults(&self, method: &str, path: &str, status: u16, body: &Value) -> Vec<String> {
        let Some((template, operation)) = self.operation(method, path) else {
            return vec![format!("OpenAPI knows no {method} {path}")];
        };
        let status = status.to_string();
        let response = &operation["responses"][&status];
        if response.is_null() {
            return vec![format!("OpenAPI: {method} {template} never answers {status}")];
        }
        if response["content"].is_null() {
            let has_unwanted_body = !body.is_null();
            return has_unwanted_body
                .then(|| format!("OpenAPI: {method} {template} answers {status} without a body"))
                .into_iter()
                .collect();
        }
        let pointer = format!(
            "/paths/{}/{}/responses/{status}/content/application~1json/schema",
            escaped(&template),
            method.to_lowercase()
        );
        self.faults(&pointer, body)
    }

    /// The path template and the operation that the description has for a request. If several templates match, takes
    /// the template with the fewest parameters. `None` if no template matches.
    fn operation(&self, method: &str, path: &str) -> Option<(String, &Value)> {
        let path = path.split('?').next().unwrap_or_default();
        let requested_segments: Vec<&str> = path.split('/').skip(1).collect();
        let matches_request = |(segments, item): &&(Vec<String>, Value)| {
            let segment_matches =
                |(template, requested): (&String, &&str)| template.starts_with('{') || template == requested;
            segments.len() == requested_segments.len()
                && segments.iter().zip(&requested_segments).all(segment_matches)
                && !item["item"][method.to_lowercase()].is_null()
        };
        let count_parameters =
            |(segments, _): &&(Vec<String>, Value)| segments.iter().filter(|it| it.starts_with('{')).count();
        let (_, path_item) = self.paths.iter().filter(matches_request).min_by_key(count_parameters)?;
        let template = path_item["path"].as_str().expect("kept as text").to_owned();
        Some((template, &path_item["item"][method.to_lowercase()]))
    }

    fn faults(&self, pointer: &str, body: &Value) -> Vec<String> {
        let validator = self.validator(pointer);
        let describe = |error: jsonschema::ValidationError<'_>| {
            let text: String = error.to_string().chars().take(300).collect();
            format!("OpenAPI at {:?}: {text}", error.instance_path().to_string())
        };
        validator.iter_errors(body).map(describe).collect()
    }

    /// The validator for a JSON pointer into the description. Each validator is built once and kept until the process
    /// ends.
    fn validator(&self, pointer: &str) -> &'static Validator {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        validators.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({"$ref": format!("{DOCUMENT}#{pointer}")});
            let built = jsonschema::options().with_registry(&self.registry).build(&schema);
            Box::leak(Box::new(built.unwrap_or_else(|error| panic!("{pointer}: {error}"))))
        })
    }
}

fn escaped(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1").replace('{', "%7B").replace('}', "%7D")
}

/// Rewrites two values that Discord's documentation and its OpenAPI description define differently. Permission bits are
/// a string in the documentation and a number in the description. The index of a new file is a number in the
/// documentation and a string in the description.
fn convert_to_description(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str().and_then(|bits| bits.parse::<u64>().ok()) {
                    Some(bits) if key == "default_member_permissions" => *value = json!(bits),
                    _ => convert_to_description(value),
                }
                for file in value.as_array_mut().into_iter().flatten().filter(|_| key == "attachments") {
                    if let Some(index) = file["id"].as_u64() {
                        file["id"] = json!(index.to_string());
                    }
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(convert_to_description),
        _ => {}
    }
}

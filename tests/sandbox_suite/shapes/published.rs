//! The document of i'mport's REST API, and whether an answer fits it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Answer;

const SHAPES: &str = include_str!("../../fixtures/sandbox/portone-v1.shapes.json");

pub struct Shapes(pub Value);

impl Shapes {
    pub fn load() -> Self {
        Self(serde_json::from_str(SHAPES).expect("the fixture is JSON"))
    }

    /// Checks an answer to `method path`, the path as the document writes it.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let responses = &self.0["paths"][path][method.as_str().to_lowercase()]["responses"];
        let documented = &responses[answer.status.to_string()];
        assert!(
            documented.is_object(),
            "{method} {path}: status {} is not documented",
            answer.status
        );
        for key in ["code", "message", "response"] {
            assert!(
                answer.body.get(key).is_some(),
                "{method} {path}: the envelope lacks {key}"
            );
        }
        if answer.status == 200 && answer.code() == 0 {
            assert!(
                answer.body["message"].is_null(),
                "{method} {path}: a success has no message"
            );
            self.fits(&answer.body, documented, path);
        }
    }

    fn fits(&self, value: &Value, schema: &Value, place: &str) {
        let schema = self.flat(schema);
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            return self.object_fits(value, properties, &schema["required"], place);
        }
        let fits = match schema["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            _ => true,
        };
        assert!(fits, "{place}: {value} is no {}", schema["type"]);
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.fits(item, &schema["items"], &format!("{place}[{index}]"));
        }
    }

    fn object_fits(
        &self,
        value: &Value,
        properties: &serde_json::Map<String, Value>,
        required: &Value,
        place: &str,
    ) {
        let object = value
            .as_object()
            .unwrap_or_else(|| panic!("{place}: {value} is no object"));
        // The document also requires keys that it does not describe (of `prepare`); those are its own mistake.
        let required = required
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        for key in required.filter(|key| properties.contains_key(*key)) {
            assert!(
                object.get(key).is_some_and(|value| !value.is_null()),
                "{place}: {key} is required"
            );
        }
        for (key, inner) in object {
            let schema = properties
                .get(key)
                .unwrap_or_else(|| panic!("{place}: the real API has no {key}"));
            if !inner.is_null() {
                self.fits(inner, schema, &format!("{place}.{key}"));
            }
        }
    }

    /// A schema with its references and parts put together; the later part of an `allOf` wins.
    fn flat(&self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next())
        {
            return self.flat(&self.0["definitions"][name]);
        }
        let Some(parts) = schema["allOf"].as_array() else {
            return schema.clone();
        };
        let mut properties = serde_json::Map::new();
        for part in parts {
            properties.extend(
                self.flat(part)["properties"]
                    .as_object()
                    .cloned()
                    .unwrap_or_default(),
            );
        }
        json!({"properties": properties})
    }
}

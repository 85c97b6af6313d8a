//! What the payment window told the page, in any of i'mport's three dialects. A hint, never a proof:
//! whatever it says, the server looks the payment up.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The argument of the callback. Older PG frames send `success`, some wrappers `imp_success` (a boolean
/// or its text), the newest modules neither: there a missing error means a normal end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayAnswer {
    pub success: Option<Value>,
    pub imp_success: Option<Value>,
    pub imp_uid: Option<String>,
    pub merchant_uid: Option<String>,
    pub error_code: Option<String>,
    pub error_msg: Option<String>,
}

fn says(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

impl PayAnswer {
    /// Whether the window claims that it ended well: paid, or a virtual account issued.
    pub fn claims_success(&self) -> bool {
        let told = says(self.success.as_ref()).or_else(|| says(self.imp_success.as_ref()));
        told.unwrap_or_else(|| {
            let silent = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
            silent(&self.error_code) && silent(&self.error_msg) && !silent(&self.imp_uid)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_families_are_understood() {
        let cases = [
            (
                r#"{"success":true,"imp_uid":"imp_1","merchant_uid":"M","paid_amount":100,"paid_at":1}"#,
                true,
            ),
            (
                r#"{"success":false,"imp_uid":"imp_1","error_msg":"[결제포기]"}"#,
                false,
            ),
            (r#"{"imp_success":"true","imp_uid":"imp_1"}"#, true),
            (r#"{"imp_success":"false","imp_uid":"imp_1"}"#, false),
            (
                r#"{"imp_success":false,"imp_uid":null,"error_coe":"F1001","error_msg":"없음"}"#,
                false,
            ),
            (r#"{"imp_uid":"imp_1","merchant_uid":"M"}"#, true),
            (
                r#"{"imp_uid":"imp_1","merchant_uid":"M","error_code":"F400","error_msg":"취소"}"#,
                false,
            ),
            (r#"{"merchant_uid":"M"}"#, false),
            (
                r#"{"success":"perhaps","imp_uid":"imp_1","error_code":"","error_msg":null}"#,
                true,
            ),
            ("{}", false),
        ];
        for (json, claims) in cases {
            let answer: PayAnswer = serde_json::from_str(json).unwrap();
            assert_eq!(answer.claims_success(), claims, "{json}");
        }
    }
}

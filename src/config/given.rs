//! What was really given: settings come from files and consoles, with blanks and line ends around them, and empty ones
//! stand for absent ones.

use secrecy::{ExposeSecret, SecretString};

use super::error::ConfigError;

/// Trimmed; `None` for what is absent or empty.
pub fn text(given: Option<&String>) -> Option<&str> {
    given
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
}

pub fn secret(given: Option<&SecretString>) -> Option<SecretString> {
    let text = given?.expose_secret().trim();
    (!text.is_empty()).then(|| text.to_owned().into())
}

/// A code that i'mport or a PG has given out: one word, without the quotes that some tools leave around a value.
pub fn code<'g>(name: &str, given: Option<&'g String>) -> Result<Option<&'g str>, ConfigError> {
    let Some(code) = text(given) else {
        return Ok(None);
    };
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '=');
    if code.chars().all(plain) {
        return Ok(Some(code));
    }
    Err(ConfigError(format!(
        "{name} has blanks, quotes or other marks in it that do not belong there: copy the value alone"
    )))
}

/// An address of the web, without a slash at its end.
pub fn address(name: &str, given: Option<&String>) -> Result<Option<String>, ConfigError> {
    let Some(address) = text(given) else {
        return Ok(None);
    };
    let refused = |why: &str| ConfigError(format!("{name} {why}"));
    let url = url::Url::parse(address).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host().is_some()
            && !address.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    let url = url.ok_or_else(|| {
        refused(
            "must be an address that begins with https:// or http://, like https://shop.example",
        )
    })?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("must not have anything behind a ? or a #"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("must not hold a user name or a password"));
    }
    Ok(Some(address.trim_end_matches('/').to_owned()))
}

/// An address without a path: what stands behind it is the program's own.
pub fn origin(name: &str, given: Option<&String>) -> Result<Option<String>, ConfigError> {
    let Some(address) = address(name, given)? else {
        return Ok(None);
    };
    let has_path = url::Url::parse(&address).is_ok_and(|url| url.path() != "/");
    if has_path {
        return Err(ConfigError(format!(
            "{name} must end with the host, like https://shop.example: nothing of it can live under a path"
        )));
    }
    // Names of other scripts as they travel.
    Ok(url::Url::parse(&address)
        .ok()
        .map(|url| url.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn blanks_around_a_value_are_no_part_of_it() {
        for given in [
            "https://shop.example",
            " https://shop.example ",
            "https://shop.example/\n",
            "\thttps://shop.example//",
        ] {
            let read = origin("PUBLIC_URL", some(given).as_ref()).unwrap();
            assert_eq!(read.as_deref(), Some("https://shop.example"), "{given:?}");
        }
        assert_eq!(
            code("X", some(" imp12345678\r\n").as_ref()).unwrap(),
            Some("imp12345678")
        );
        for nothing in [None, some(""), some("  \n")] {
            assert_eq!(text(nothing.as_ref()), None);
            assert_eq!(origin("X", nothing.as_ref()).unwrap(), None);
            assert_eq!(code("X", nothing.as_ref()).unwrap(), None);
        }
        assert!(secret(Some(&" \n".to_owned().into())).is_none());
    }

    #[test]
    fn what_would_break_payments_is_refused_by_its_name() {
        for given in [
            "shop.example",
            "https://",
            "ftp://shop.example",
            "https://shop.example/shop",
            "https://shop.example?a=1",
            "https://shop.example/#x",
            "https://kim:pw@shop.example",
            "https://shop. example",
            "\"https://shop.example\"",
            "javascript:alert(1)",
        ] {
            let refused = origin("PUBLIC_URL", some(given).as_ref())
                .unwrap_err()
                .to_string();
            assert!(refused.starts_with("PUBLIC_URL "), "{given}: {refused}");
        }
        for given in [
            "\"imp12345678\"",
            "imp 12345678",
            "imp1,imp2",
            "imp\u{200b}1",
            "'k'",
        ] {
            let refused = code("IMP_MERCHANT_ID", some(given).as_ref())
                .unwrap_err()
                .to_string();
            assert!(
                refused.starts_with("IMP_MERCHANT_ID "),
                "{given}: {refused}"
            );
        }
        let hangul = origin("PUBLIC_URL", some("https://가게.한국").as_ref()).unwrap();
        assert_eq!(hangul.as_deref(), Some("https://xn--o39akk.xn--3e0b707e"));
        assert!(address("IMP_API_URL", some("https://api.example/v1/").as_ref()).is_ok());
    }
}

//! The parts of a multipart body, whatever its boundary says: each has a head that names it, and its content after an
//! empty line.

/// `None` for what has no such parts.
pub fn read(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.replace("\r\n", "\n");
    let boundary = text
        .lines()
        .find(|line| line.starts_with("--") && line.len() > 2)?;
    let parts = text.split(boundary).skip(1);
    let named = parts.filter_map(|part| {
        let (head, content) = part.split_once("\n\n")?;
        Some((name_in(head)?, content.trim().to_owned()))
    });
    let named: Vec<_> = named.collect();
    (!named.is_empty()).then_some(named)
}

/// `name="imp_uid"`, with or without quotes and blanks, in any case; not `filename`.
fn name_in(head: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    lower.match_indices("name").find_map(|(at, word)| {
        let is_whole = !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let value = head[at + word.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let name: String = value
            .chars()
            .take_while(|c| !matches!(c, '"' | '\'' | ';' | '\n' | ' '))
            .collect();
        (is_whole && !name.is_empty()).then_some(name)
    })
}

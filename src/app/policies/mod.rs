//! The shop's legal pages: terms of use, privacy, exchanges and refunds. Their texts are plain files that a
//! merchant edits; this decides how a file is read. Absent on purpose: reading from disk (`http`), and markup in
//! the files, which could break a page or its policy.
//!
//! `# ` begins the title, `## ` a section, `- ` an item of a list; other lines are paragraphs, and an empty line
//! ends one. `{tel}` and its like stand for the shop's details; a line that needs one the shop has not given is
//! left out.

use crate::domain::{lang::Lang, shop_info::ShopInfo};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Terms,
    Privacy,
    Refunds,
}

impl Policy {
    pub const ALL: [Self; 3] = [Self::Terms, Self::Privacy, Self::Refunds];

    /// Its address on the shop's site, and the first word of its files' names.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Refunds => "refunds",
        }
    }

    /// `terms.ko.txt`.
    pub fn file_name(self, lang: Lang) -> String {
        format!("{}.{}.txt", self.word(), lang.tag())
    }

    const fn built_in(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Terms, Lang::Ko) => include_str!("terms.ko.txt"),
            (Self::Terms, Lang::En) => include_str!("terms.en.txt"),
            (Self::Privacy, Lang::Ko) => include_str!("privacy.ko.txt"),
            (Self::Privacy, Lang::En) => include_str!("privacy.en.txt"),
            (Self::Refunds, Lang::Ko) => include_str!("refunds.ko.txt"),
            (Self::Refunds, Lang::En) => include_str!("refunds.en.txt"),
        }
    }
}

/// The texts that the merchant has written; the built-in ones stand in for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies(Vec<(Policy, Lang, String)>);

impl Policies {
    pub fn insert(&mut self, policy: Policy, lang: Lang, text: String) {
        self.0.push((policy, lang, text));
    }

    pub fn read(&self, policy: Policy, lang: Lang, shop: &ShopInfo) -> Document {
        let own = self
            .0
            .iter()
            .find(|(it, language, _)| (*it, *language) == (policy, lang));
        Document::of(own.map_or(policy.built_in(lang), |(_, _, text)| text), shop)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Section(String),
    Paragraph(String),
    List(Vec<String>),
}

impl Document {
    pub fn of(text: &str, shop: &ShopInfo) -> Self {
        let mut document = Self::default();
        let mut in_paragraph = false;
        for line in text.lines().map(str::trim) {
            let Some(line) = filled_in(line, shop) else {
                continue;
            };
            let goes_on = in_paragraph && !line.starts_with(['#', '-']);
            in_paragraph = document.take(&line, goes_on);
        }
        document.drop_empty_sections();
        document
    }

    /// A heading has nothing to say where all its lines name details that are not given.
    fn drop_empty_sections(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        let says_something = |at: usize| !matches!(blocks.get(at), None | Some(Block::Section(_)));
        let kept = |at: usize| !matches!(blocks[at], Block::Section(_)) || says_something(at + 1);
        self.blocks = (0..blocks.len())
            .filter(|at| kept(*at))
            .map(|at| blocks[at].clone())
            .collect();
    }

    /// Whether the next line may belong to the same paragraph.
    fn take(&mut self, line: &str, goes_on: bool) -> bool {
        if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut self.title);
        } else if let Some(section) = line.strip_prefix("## ") {
            self.blocks.push(Block::Section(section.to_owned()));
        } else if let Some(item) = line.strip_prefix("- ") {
            self.take_item(item);
        } else if !line.is_empty() {
            self.take_words(line, goes_on);
            return true;
        }
        false
    }

    fn take_item(&mut self, item: &str) {
        match self.blocks.last_mut() {
            Some(Block::List(items)) => items.push(item.to_owned()),
            Some(Block::Section(_) | Block::Paragraph(_)) | None => {
                self.blocks.push(Block::List(vec![item.to_owned()]))
            }
        }
    }

    fn take_words(&mut self, line: &str, goes_on: bool) {
        match self.blocks.last_mut() {
            Some(Block::Paragraph(words)) if goes_on => {
                words.push(' ');
                words.push_str(line);
            }
            _ => self.blocks.push(Block::Paragraph(line.to_owned())),
        }
    }
}

/// `None` if the line names a detail that the shop has not given.
fn filled_in(line: &str, shop: &ShopInfo) -> Option<String> {
    let mut filled = line.to_owned();
    for (name, value) in shop.details() {
        let place = format!("{{{name}}}");
        if filled.contains(&place) {
            if value.is_empty() {
                return None;
            }
            filled = filled.replace(&place, value);
        }
    }
    Some(filled)
}

#[cfg(test)]
mod tests;

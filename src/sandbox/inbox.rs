//! Text messages and mail that the shop would have sent. The newest are kept; nothing leaves.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::clock::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    #[serde(default)]
    pub id: u64,
    /// When it came in; the sandbox fills it.
    #[serde(default)]
    pub at: i64,
    /// `sms`, `mail`, or whatever the shop calls it.
    #[serde(default = "sms")]
    pub kind: String,
    pub to: String,
    #[serde(default)]
    pub subject: Option<String>,
    pub text: String,
}

fn sms() -> String {
    "sms".to_owned()
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inbox {
    messages: VecDeque<Message>,
    next: u64,
}

const MOST: usize = 2_000;
const MOST_CHARS: usize = 10_000;

impl Inbox {
    pub fn receive(&mut self, message: Message, now: Moment) -> Message {
        self.next += 1;
        let cut = |text: String| text.chars().take(MOST_CHARS).collect::<String>();
        let Message {
            kind,
            to,
            subject,
            text,
            ..
        } = message;
        let (kind, to, subject, text) = (cut(kind), cut(to), subject.map(cut), cut(text));
        let message = Message {
            id: self.next,
            at: now.seconds(),
            kind,
            to,
            subject,
            text,
        };
        self.messages.push_front(message.clone());
        self.messages.truncate(MOST);
        message
    }

    /// Newest first; with `to`, only those for that number or address.
    pub fn list<'a>(&'a self, to: Option<&'a str>) -> impl Iterator<Item = &'a Message> {
        self.messages
            .iter()
            .filter(move |message| to.is_none_or(|to| message.to == to))
    }

    pub fn clear(&mut self) {
        self.messages.clear();
    }
}

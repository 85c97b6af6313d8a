//! What couriers are usually told. The words become part of the order, in the order's language, and are read by
//! whoever packs and delivers it; so they are data of the order, like the names of its products.

use super::{form::OrderForm, lang::Lang};

/// The form's value for a shopper who writes a note of their own.
pub const OWN_WORDS: &str = "own";

/// A ready-made delivery note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoPreset {
    Door,
    Guard,
    Locker,
    Call,
}

impl MemoPreset {
    pub const ALL: [Self; 4] = [Self::Door, Self::Guard, Self::Locker, Self::Call];

    /// The value of the form's option.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Guard => "guard",
            Self::Locker => "locker",
            Self::Call => "call",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    pub const fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Door, Lang::Ko) => "문 앞에 놓아주세요",
            (Self::Door, Lang::En) => "Please leave it at the door",
            (Self::Guard, Lang::Ko) => "경비실에 맡겨주세요",
            (Self::Guard, Lang::En) => "Please leave it with the guard",
            (Self::Locker, Lang::Ko) => "택배함에 넣어주세요",
            (Self::Locker, Lang::En) => "Please put it in the parcel locker",
            (Self::Call, Lang::Ko) => "배송 전 연락 바랍니다",
            (Self::Call, Lang::En) => "Please call before delivery",
        }
    }
}

/// The note that goes with the order. What was typed counts, whatever is chosen beside it, so that nothing typed
/// is ever dropped; where nothing was typed, the choice counts.
pub fn memo(form: &OrderForm, lang: Lang) -> &str {
    if !form.memo.trim().is_empty() {
        return &form.memo;
    }
    MemoPreset::from_code(&form.memo_preset).map_or("", |preset| preset.words(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(preset: &str, typed: &str) -> String {
        let form = OrderForm {
            memo_preset: preset.into(),
            memo: typed.into(),
            ..OrderForm::default()
        };
        memo(&form, Lang::Ko).to_owned()
    }

    #[test]
    fn what_was_typed_is_never_dropped() {
        for (preset, typed, note) in [
            ("", "", ""),
            ("door", "", "문 앞에 놓아주세요"),
            ("door", "  ", "문 앞에 놓아주세요"),
            (OWN_WORDS, "창고로", "창고로"),
            (OWN_WORDS, "", ""),
            ("", "창고로", "창고로"),
            ("door", "벨은 누르지 마세요", "벨은 누르지 마세요"),
            ("somewhere", "", ""),
        ] {
            assert_eq!(told(preset, typed), note, "{preset:?} {typed:?}");
        }
    }

    #[test]
    fn ready_made_notes_fit_the_field() {
        for preset in MemoPreset::ALL {
            assert_eq!(MemoPreset::from_code(preset.code()), Some(preset));
            for lang in Lang::ALL {
                assert!(preset.words(lang).chars().count() <= 50, "{preset:?}");
            }
        }
    }
}

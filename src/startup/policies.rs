//! The merchant's own legal texts, read once at start from the folder that `POLICIES` names.

use std::{fs, io::ErrorKind, path::Path};

use crate::{
    app::{Policies, Policy},
    config::ConfigError,
    domain::lang::Lang,
};

/// Texts that are missing there stay the built-in ones; a folder without any is a mistake.
pub fn read(folder: Option<&Path>) -> Result<Policies, ConfigError> {
    let mut policies = Policies::default();
    let Some(folder) = folder else {
        return Ok(policies);
    };
    let mut found = 0;
    for (policy, lang) in Policy::ALL
        .into_iter()
        .flat_map(|policy| Lang::ALL.map(|lang| (policy, lang)))
    {
        let file = folder.join(policy.file_name(lang));
        match fs::read_to_string(&file) {
            Ok(text) => {
                policies.insert(policy, lang, text);
                found += 1;
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => {
                return Err(ConfigError::new(format!(
                    "POLICIES: {} cannot be read as text ({e})",
                    file.display()
                )));
            }
        }
    }
    if found == 0 {
        return Err(ConfigError::new(format!(
            "POLICIES: {} holds none of terms.ko.txt, privacy.ko.txt, refunds.ko.txt and their .en.txt twins",
            folder.display()
        )));
    }
    Ok(policies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shop_info::ShopInfo;

    #[test]
    fn own_texts_replace_the_built_in_ones_and_an_empty_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            read(Some(folder.path()))
                .unwrap_err()
                .to_string()
                .contains("terms.ko.txt")
        );
        fs::write(folder.path().join("refunds.ko.txt"), "# 우리 환불 규정").unwrap();
        let policies = read(Some(folder.path())).unwrap();
        let title = |policy| policies.read(policy, Lang::Ko, &ShopInfo::default()).title;
        assert_eq!(title(Policy::Refunds), "우리 환불 규정");
        assert_eq!(title(Policy::Privacy), "개인정보 처리방침");
        assert_eq!(read(None).unwrap(), Policies::default());
    }
}

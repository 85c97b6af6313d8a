use super::*;

fn shop() -> ShopInfo {
    ShopInfo {
        name: "들꽃상점".into(),
        tel: "02-123-4567".into(),
        ..ShopInfo::default()
    }
}

#[test]
fn a_text_file_becomes_a_page() {
    let text =
        "# Refunds\n\n## When\nWithin seven\ndays.\n\nElse not.\n- one\n- two\n## How\nAsk {shop}.";
    let document = Document::of(text, &shop());
    let words = |text: &str| text.to_owned();
    assert_eq!(document.title, "Refunds");
    assert_eq!(
        document.blocks,
        [
            Block::Section(words("When")),
            Block::Paragraph(words("Within seven days.")),
            Block::Paragraph(words("Else not.")),
            Block::List(vec![words("one"), words("two")]),
            Block::Section(words("How")),
            Block::Paragraph(words("Ask 들꽃상점.")),
        ]
    );
}

#[test]
fn a_line_about_a_detail_that_is_not_given_is_left_out() {
    let document = Document::of("- Phone {tel}\n- Mail {email}", &shop());
    assert_eq!(
        document.blocks,
        [Block::List(vec!["Phone 02-123-4567".to_owned()])]
    );
}

#[test]
fn a_section_of_which_nothing_is_left_has_no_heading() {
    let document = Document::of(
        "## Mail\n- {email}\n## Phone\n{tel}\n## Post\n{address}",
        &shop(),
    );
    assert_eq!(
        document.blocks,
        [
            Block::Section("Phone".to_owned()),
            Block::Paragraph("02-123-4567".to_owned())
        ]
    );
}

#[test]
fn the_merchants_own_text_comes_before_the_built_in_one() {
    let mut policies = Policies::default();
    policies.insert(Policy::Terms, Lang::Ko, "# 우리 약관".to_owned());
    assert_eq!(
        policies.read(Policy::Terms, Lang::Ko, &shop()).title,
        "우리 약관"
    );
    assert_eq!(
        policies.read(Policy::Terms, Lang::En, &shop()).title,
        "Terms of use"
    );
}

#[test]
fn every_built_in_text_is_whole_and_names_no_unknown_detail() {
    for (policy, lang) in Policy::ALL
        .into_iter()
        .flat_map(|policy| Lang::ALL.map(|lang| (policy, lang)))
    {
        let document = Policies::default().read(policy, lang, &shop());
        assert!(
            !document.title.is_empty() && document.blocks.len() > 5,
            "{policy:?} {lang:?}"
        );
        let names: Vec<_> = shop().details().into_iter().map(|(name, _)| name).collect();
        for place in policy.built_in(lang).split('{').skip(1) {
            let name = place.split('}').next().unwrap();
            assert!(names.contains(&name), "{policy:?} {lang:?}: {{{name}}}");
        }
    }
}

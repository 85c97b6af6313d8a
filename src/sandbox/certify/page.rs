//! The form of a verification window.

use maud::{DOCTYPE, Markup, html};

use crate::sandbox::certification::Certification;
use crate::sandbox::windows::page_head;
use crate::sandbox::windows::words::Lang;

struct Words {
    title: &'static str,
    close: &'static str,
    name: &'static str,
    birth: &'static str,
    digit: &'static str,
    carrier: &'static str,
    phone: &'static str,
    verify: &'static str,
    cancel: &'static str,
    panel: &'static str,
    fail: &'static str,
}

const KO: Words = Words {
    title: "휴대폰 본인인증",
    close: "인증창 닫기",
    name: "이름",
    birth: "생년월일 6자리",
    digit: "주민등록번호 뒤 첫 자리",
    carrier: "통신사",
    phone: "휴대폰 번호",
    verify: "인증하기",
    cancel: "취소",
    panel: "샌드박스: 결과 고르기",
    fail: "인증 실패",
};

const EN: Words = Words {
    title: "Identity verification",
    close: "Close verification window",
    name: "Name",
    birth: "Date of birth (YYMMDD)",
    digit: "First digit of the resident number's second half",
    carrier: "Carrier",
    phone: "Mobile number",
    verify: "Verify",
    cancel: "Cancel",
    panel: "Sandbox: choose the outcome",
    fail: "Verification fails",
};

pub fn form(lang: Lang, visited: &Certification, complaint: Option<&str>) -> Markup {
    let words = match lang {
        Lang::Ko => &KO,
        Lang::En => &EN,
    };
    let key = visited
        .window
        .as_ref()
        .map(|window| window.key.as_str())
        .unwrap_or_default();
    let action = format!("/certificates/{key}");
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page_head(words.title))
            body {
                div class="sheet" {
                    main class="window" {
                        header class="top" {
                            h1 { (words.title) }
                            span class="mark" { "SANDBOX" }
                            form method="post" action=(action) {
                                button class="close" name="outcome" value="cancelled_by_user" aria-label=(words.close) data-close { "×" }
                            }
                        }
                        form class="step" method="post" action=(action) {
                            @if let Some(complaint) = complaint { p class="error" role="alert" { (complaint) } }
                            (fields(words))
                            div class="buttons" {
                                button class="quiet" name="outcome" value="cancelled_by_user" formnovalidate { (words.cancel) }
                                button class="main" data-outcome="certified" { (words.verify) }
                            }
                        }
                    }
                    aside class="panel" {
                        h2 { (words.panel) }
                        form method="post" action=(action) {
                            button name="outcome" value="failed" data-outcome="failed" { (words.fail) }
                        }
                    }
                }
            }
        }
    }
}

fn fields(words: &Words) -> Markup {
    html! {
        label class="row" { span { (words.name) } input type="text" name="name" value="홍길동" required autocomplete="off"; }
        label class="row" { span { (words.birth) } input type="text" name="birth" inputmode="numeric" value="900131" required autocomplete="off"; }
        label class="row" { span { (words.digit) } input type="text" name="gender_digit" inputmode="numeric" maxlength="1" value="1" required autocomplete="off"; }
        label class="row" {
            span { (words.carrier) }
            select name="carrier" { option { "SKT" } option { "KT" } option { "LGT" } }
        }
        label class="row" { span { (words.phone) } input type="tel" name="phone" value="010-1234-5678" required autocomplete="off"; }
    }
}

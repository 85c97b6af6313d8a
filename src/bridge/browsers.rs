//! Which browsers open payment popups. Those inside apps show one page and drop or block every other; an iPad
//! calls itself a Mac. Where a window may be either, they get the one that leaves the page and comes back.

/// By what an app's own browser gives itself away, lower case.
const INSIDE_APPS: [(&str, &[&str]); 8] = [
    ("KakaoTalk", &["kakaotalk"]),
    ("Naver", &["naver(inapp"]),
    ("Line", &[" line/"]),
    ("Facebook", &["fban/", "fbav/", "fb_iab"]),
    ("Instagram", &["instagram"]),
    ("Daum", &["daumapps", "daumdevice"]),
    ("Band", &[" band/"]),
    ("another Android app", &["; wv)"]),
];

/// `touches`: the screen takes several fingers, which no Mac's does.
pub fn opens_popups(user_agent: &str, touches: bool) -> bool {
    let tablet_in_disguise = touches && user_agent.contains("Macintosh");
    !tablet_in_disguise && inside_app(user_agent).is_none()
}

/// WebKit calls a click fresh (`navigator.userActivation`) and blocks the popup all the same, once the page has asked a
/// server in between. Its relative Blink, which calls itself Chrome, does not.
pub fn blocks_popups_after_a_request(user_agent: &str) -> bool {
    user_agent.contains("AppleWebKit/") && !user_agent.contains("Chrome/")
}

/// The app that this browser is part of.
fn inside_app(user_agent: &str) -> Option<&'static str> {
    let agent = user_agent.to_ascii_lowercase();
    INSIDE_APPS
        .iter()
        .find(|(_, marks)| marks.iter().any(|mark| agent.contains(mark)))
        .map(|(name, _)| *name)
}

#[cfg(test)]
mod tests;

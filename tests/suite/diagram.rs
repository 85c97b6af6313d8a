//! The README's diagram of an order's life is drawn from the table, and current.

use imp_checkout::domain::order::{OrderEvent, OrderState};

fn mermaid() -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> draft: pay pressed\n");
    for from in OrderState::ALL {
        for event in OrderEvent::ALL {
            if let Some(to) = from.after(*event) {
                text.push_str(&format!("    {} --> {}: {}\n", from.as_str(), to.as_str(), label(*event)));
            }
        }
    }
    text
}

const fn label(event: OrderEvent) -> &'static str {
    match event {
        OrderEvent::WindowOpened => "window opened",
        OrderEvent::DepositAwaited => "account issued",
        OrderEvent::DepositAbandoned => "account closed",
        OrderEvent::Captured => "paid as ordered",
        OrderEvent::RefundedInPart => "part refunded",
        OrderEvent::RefundedWhole => "all refunded",
        OrderEvent::MismatchSeen => "money that does not fit",
        OrderEvent::TimeRanOut => "time ran out",
        OrderEvent::CalledOff => "called off",
    }
}

#[test]
fn the_readme_shows_the_table_as_it_is() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    assert!(readme.contains(&mermaid()), "the README's diagram should be:\n{}", mermaid());
}

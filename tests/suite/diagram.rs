//! The diagram of an order's life in src/ARCHITECTURE.md is drawn from the table, and current.

use imp_checkout::domain::order::{OrderEvent, OrderState};

fn mermaid() -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> awaiting_payment: pay pressed\n");
    for from in OrderState::ALL {
        for event in OrderEvent::ALL {
            if let Some(to) = from.after(*event) {
                text.push_str(&format!(
                    "    {} --> {}: {}\n",
                    from.as_str(),
                    to.as_str(),
                    label(*event)
                ));
            }
        }
    }
    text
}

const fn label(event: OrderEvent) -> &'static str {
    match event {
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
fn the_diagram_shows_the_table_as_it_is() {
    let document = std::fs::read_to_string("src/ARCHITECTURE.md").unwrap();
    assert!(
        document.contains(&mermaid()),
        "the diagram in src/ARCHITECTURE.md should be:\n{}",
        mermaid()
    );
}

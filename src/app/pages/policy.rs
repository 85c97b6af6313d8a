//! `/terms`, `/privacy`, `/refunds`: the shop's legal pages, as its text files say.

use std::future::ready;

use leptos::prelude::*;

use crate::app::{
    context::{PageContext, page_context},
    layout::PageTitle,
    load::loaded,
    policies::{Block, Document, Policy},
};

#[component]
pub fn PolicyPage(policy: Policy) -> impl IntoView {
    let PageContext {
        lang,
        shop,
        policies,
        ..
    } = page_context();
    let document = policies.read(policy, lang, &shop);
    loaded(
        move || ready(Ok(document)),
        |document| view! { <Text document/> },
    )
}

#[component]
fn Text(document: Document) -> impl IntoView {
    view! {
        <PageTitle text=document.title.clone()/>
        <main id="main" class="wrap page-policy" data-page="policy">
            <h1>{document.title}</h1>
            {document.blocks.into_iter().map(block).collect_view()}
        </main>
    }
    .into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Section(title) => view! { <h2>{title}</h2> }.into_any(),
        Block::Paragraph(words) => view! { <p>{words}</p> }.into_any(),
        Block::List(items) => {
            view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }.into_any()
        }
    }
}

//! The bounds of a generic props struct: what each type parameter must be for its fields to be props.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, Ident};

use super::model::{Kind, Props};

/// The user's where clause, followed by what the fields need.
pub(crate) fn where_clause(props: &Props<'_>) -> TokenStream {
    let written = props.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let needed = needed(props);
    if props.generics.where_clause.is_none() && needed.is_empty() {
        return TokenStream::new();
    }
    quote!(where #(#written,)* #(#needed),*)
}

fn needed(props: &Props<'_>) -> Vec<TokenStream> {
    let krate = &props.krate;
    let private = krate.private();
    let mut values = Values::default();
    let mut groups = Vec::new();
    for field in &props.fields {
        let mentions = mentions(field.ty, props.generics);
        match &field.kind {
            Kind::Prop(prop) => values.add(mentions, prop.serialize_with.is_none()),
            Kind::Group(_) | Kind::Splice if mentions.is_empty() => {}
            Kind::Group(_) | Kind::Splice => {
                let ty = field.ty;
                groups.push(quote!(#ty: #krate::InertiaProps + ::core::marker::Send));
            }
        }
    }
    let values = values.0.into_iter().map(|value| {
        let ty = value.ty;
        let serialize = value.serialized.then(|| quote!(#private::Value +));
        quote!(#ty: #serialize ::core::marker::Send)
    });
    // Props own their data, whichever types a parameter stands for.
    let owned = props.generics.type_params().next().map(|_| quote!(Self: 'static));
    values.chain(groups).chain(owned).collect()
}

/// The parameters that values are made of, each once.
#[derive(Default)]
struct Values(Vec<Value>);

struct Value {
    ty: TokenStream,
    written: String,
    serialized: bool,
}

impl Values {
    fn add(&mut self, mentions: Vec<TokenStream>, serialized: bool) {
        for ty in mentions {
            let written = ty.to_string();
            match self.0.iter_mut().find(|value| value.written == written) {
                Some(value) => value.serialized |= serialized,
                None => self.0.push(Value { ty, written, serialized }),
            }
        }
    }
}

/// The type parameters in a type: `T`, or `T::Item` where an associated type is named instead.
fn mentions(ty: &impl ToTokens, generics: &Generics) -> Vec<TokenStream> {
    let mut found = Vec::new();
    collect_mentions(ty.to_token_stream(), generics, &mut found);
    found
}

fn collect_mentions(tokens: TokenStream, generics: &Generics, found: &mut Vec<TokenStream>) {
    let is_parameter = |ident: &Ident| generics.type_params().any(|parameter| parameter.ident == *ident);
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut after_colons = false;
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            TokenTree::Group(group) => collect_mentions(group.stream(), generics, found),
            TokenTree::Ident(ident) if !after_colons && is_parameter(ident) => found.push(match after {
                [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(item), ..]
                    if a.as_char() == ':' && b.as_char() == ':' =>
                {
                    quote!(#ident::#item)
                }
                _ => quote!(#ident),
            }),
            _ => {}
        }
        after_colons = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
}

//! What both derives do around their own work.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, Generics, Token,
    parse::{ParseStream, Parser},
    parse2,
};

use super::errors::Errors;
use super::krate::Krate;

/// What a derive gives for an item: its impls when nothing is wrong, and the path of the runtime when it can be read.
pub(crate) type Derived = (Option<TokenStream>, Option<Krate>);

/// Runs a derive. When something is wrong it emits `stub`, impls without content, so that code which uses the item adds no errors.
pub(crate) fn expand(
    input: TokenStream,
    derive: fn(&DeriveInput, &mut Errors) -> Derived,
    stub: fn(&DeriveInput, &Krate) -> TokenStream,
) -> TokenStream {
    let mut errors = Errors::default();
    let (item, krate) = match parse2::<DeriveInput>(input.clone()) {
        Ok(item) => match derive(&item, &mut errors) {
            (Some(impls), _) => return impls,
            (None, krate) => (Some(item), krate),
        },
        Err(error) => {
            errors.push(error);
            let item = without_members(input);
            let krate = item.as_ref().and_then(|item| derive(item, &mut Errors::default()).1);
            (item, krate)
        }
    };
    // Without the path of the runtime, a stub would add an error.
    let stub = item.zip(krate).map(|(item, krate)| stub(&item, &krate));
    let errors = errors.into_compile_errors();
    quote!(#errors #stub)
}

/// An item whose members cannot be parsed, as one without members.
fn without_members(input: TokenStream) -> Option<DeriveInput> {
    let head = |input: ParseStream<'_>| {
        let (attrs, vis) = (input.call(Attribute::parse_outer)?, input.parse()?);
        input.step(|keyword| keyword.ident().ok_or_else(|| keyword.error("expected `struct`")))?;
        let (ident, mut generics) = (input.parse()?, input.parse::<Generics>()?);
        generics.where_clause = input.parse()?;
        input.parse::<TokenStream>()?;
        let data = DataStruct {
            struct_token: Token![struct](Span::call_site()),
            fields: Fields::Unit,
            semi_token: None,
        };
        Ok(DeriveInput { attrs, vis, ident, generics, data: Data::Struct(data) })
    };
    head.parse2(input).ok()
}

/// Puts everything generated into one constant, apart from the user's names. Lints are off inside: one about a field is reported
/// at the field's declaration.
pub(crate) fn in_const(items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, unused_imports, unused_qualifications)]
        const _: () = { #items };
    }
}

//! From the checked model to code: a table, a resolver and a writer. Nothing here can fail.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::DeriveInput;

use super::{
    bounds,
    model::{Field, Guard, Kind, Merge, MergeMode, Once, Prop, Props, Scroll, Travels},
    type_checks,
};
use crate::{
    krate::Krate,
    span::{self, relocate},
};

/// The impls of a correct struct.
pub(crate) fn props(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields } = props;
    let private = krate.private();
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds::where_clause(props);
    let specs = fields.iter().map(|field| spec(field, krate));
    let resolvers = fields.iter().map(|field| resolver(field, krate));
    let writes = fields.iter().map(|field| write(field, krate));
    let type_checks = type_checks::emit(props);
    // Without fields, a named parameter would be an unused one.
    let (r, w) = if fields.is_empty() { (quote!(_), quote!(_)) } else { (quote!(r), quote!(w)) };
    let into_page = into_page(krate, &quote!(#impl_generics), &quote!(#ident #type_generics), &where_clause);
    let result = result(&private);
    in_const(&quote! {
        use #private::{PlainField as _, PlainFieldMut as _};

        #[automatically_derived]
        impl #impl_generics #krate::InertiaProps for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema = &#private::Schema::new(&[#(#specs),*]);

            fn __inertia_resolvers<'__inertia>(&'__inertia mut self, #r: &mut #private::Resolvers<'__inertia>) {
                #(#resolvers)*
            }

            fn __inertia_write(&self, #w: &mut #private::PropsWriter<'_>) -> #result {
                #(#writes)*
                ::core::result::Result::Ok(())
            }
        }

        #into_page
        #type_checks
    })
}

/// Impls without content for a struct with mistakes, so that code which uses it adds no errors of its own.
pub(crate) fn stub(item: &DeriveInput, krate: &Krate) -> TokenStream {
    let ident = &item.ident;
    let private = krate.private();
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let written = where_clause.iter().flat_map(|clause| &clause.predicates);
    let where_clause = quote!(where #(#written,)* Self: 'static);
    let into_page = into_page(krate, &quote!(#impl_generics), &quote!(#ident #type_generics), &where_clause);
    let result = result(&private);
    in_const(&quote! {
        #[automatically_derived]
        impl #impl_generics #krate::InertiaProps for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema = &#private::Schema::new(&[]);

            fn __inertia_resolvers<'__inertia>(&'__inertia mut self, _: &mut #private::Resolvers<'__inertia>) {}

            fn __inertia_write(&self, _: &mut #private::PropsWriter<'_>) -> #result {
                ::core::result::Result::Ok(())
            }
        }

        #into_page
    })
}

/// Everything generated lives in one constant, out of the way of the user's names. It is silent: a lint that speaks about
/// a field speaks at its declaration.
fn in_const(items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, unused_imports, unused_qualifications, clippy::all, clippy::pedantic)]
        const _: () = { #items };
    }
}

fn result(private: &TokenStream) -> TokenStream {
    quote!(::core::result::Result<(), #private::WriteError>)
}

fn into_page(
    krate: &Krate,
    impl_generics: &TokenStream,
    ty: &TokenStream,
    where_clause: &TokenStream,
) -> TokenStream {
    let private = krate.private();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::IntoPage for #ty #where_clause {
            type Props = Self;

            fn into_page(self) -> ::core::result::Result<#krate::Page<Self>, #private::Response> {
                ::core::result::Result::Ok(#krate::Page::new(self))
            }
        }
    }
}

/// A row of the table: all that is known of a prop before the program runs.
fn spec(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ty = field.ty;
    let schema = relocate(quote!(<#ty as #krate::InertiaProps>::SCHEMA), span::first(ty));
    match &field.kind {
        Kind::Prop(prop) => {
            let (name, key) = (&prop.name.0, format!("{}:", prop.name.json()));
            let delivery = delivery(prop, &private);
            quote!(#private::PropSpec::new(#name, #key)#delivery)
        }
        Kind::Group(name) => {
            let (name, key) = (&name.0, format!("{}:", name.json()));
            quote!(#private::PropSpec::group(#name, #key, #schema))
        }
        Kind::Splice => quote!(#private::PropSpec::splice(#schema)),
    }
}

/// The calls after `PropSpec::new`, one for each thing that is special about the prop.
fn delivery(prop: &Prop, private: &TokenStream) -> TokenStream {
    let travels = match &prop.travels {
        Travels::Eager => TokenStream::new(),
        Travels::Always => quote!(.always()),
        Travels::Optional(guard) => {
            let guard = guarded(guard);
            quote!(.optional() #guard)
        }
        Travels::Defer { group, guard } => {
            let guard = guarded(guard);
            quote!(.defer(#group) #guard)
        }
    };
    let merge = prop.merge.as_ref().map(|merge| merged(merge, private));
    let once = prop.once.as_ref().map(|Once { key, expires_in }| {
        let (key, expires_in) = (option(key.as_ref()), option(expires_in.as_ref()));
        quote!(.once(#key, #expires_in))
    });
    let scroll = prop.scroll.as_ref().map(|Scroll { page_name, wrapper, match_on }| {
        let match_on = option(match_on.as_ref().map(|match_on| &match_on.wire));
        quote!(.scroll(#page_name, #wrapper, #match_on))
    });
    quote!(#travels #merge #once #scroll)
}

fn guarded(guard: &Guard) -> TokenStream {
    let rescue = guard.rescue.then(|| quote!(.rescue()));
    let timeout = guard.timeout.map(|milliseconds| quote!(.timeout(#milliseconds)));
    quote!(#rescue #timeout)
}

fn merged(merge: &Merge, private: &TokenStream) -> TokenStream {
    let mode = match merge.mode {
        MergeMode::Append => quote!(Append),
        MergeMode::Prepend => quote!(Prepend),
        MergeMode::Deep => quote!(Deep),
    };
    let at = merge.at.as_ref().map_or("", |at| at.wire.as_str());
    let match_on = merge.match_on.iter().map(|match_on| &match_on.wire);
    quote!(.merge(#private::Merge::#mode, #at, &[#(#match_on),*]))
}

fn option(value: Option<&impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

/// Hands the field's future, if it has one, to the runtime.
fn resolver(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ident = field.ident;
    let statement = match (&field.kind, &field.skip_if) {
        (Kind::Prop(_), _) => quote!(r.prop(#private::FieldMut(&mut self.#ident).resolver());),
        (Kind::Group(_) | Kind::Splice, None) => {
            quote!(r.group(::core::option::Option::Some(&mut self.#ident));)
        }
        (Kind::Group(_) | Kind::Splice, Some(skip)) => quote! {
            r.group(if #skip(&self.#ident) {
                ::core::option::Option::None
            } else {
                ::core::option::Option::Some(&mut self.#ident)
            });
        },
    };
    relocate(statement, span::first(field.ty))
}

/// Writes the field, if there is something to write. Mistakes about a type are underlined there.
fn write(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ident = field.ident;
    let statement = match &field.kind {
        Kind::Prop(prop) => {
            let filter = field.skip_if.as_ref().map(|skip| quote!(.filter(|value| !#skip(*value))));
            let value = quote!(#private::Field(&self.#ident).value()#filter);
            match (&prop.serialize_with, &prop.scroll) {
                (Some(function), _) => quote! {
                    w.prop_with(#value, |value, serializer| #function(value, serializer))?;
                },
                (None, Some(_)) => quote!(w.scroll(#value)?;),
                (None, None) => quote!(w.prop(#value)?;),
            }
        }
        Kind::Group(_) | Kind::Splice => {
            let group = match &field.skip_if {
                None => quote!(::core::option::Option::Some(&self.#ident)),
                Some(skip) => quote!((!#skip(&self.#ident)).then_some(&self.#ident)),
            };
            quote!(w.group(#group)?;)
        }
    };
    relocate(statement, span::first(field.ty))
}

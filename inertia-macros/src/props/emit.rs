//! Emits the code of a props struct: a table, a resolver and a writer. This cannot fail.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{DeriveInput, ExprPath, Generics, Ident, Type, spanned::Spanned};

use super::attrs::{Defer, Once, Optional};
use super::model::{Delivery, Field, Kind, Merge, MergeMode, Prop, Props, Scroll};
use super::{bounds, type_checks, typescript};
use crate::syntax::derive::in_const;
use crate::syntax::{Flag, Krate, Milliseconds, generics, local, respan, spans};

/// The impls of a correct struct.
pub(crate) fn props(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields, .. } = props;
    let private = krate.private();
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds::where_clause(props);
    let specs = fields.iter().map(|field| spec(field, krate));
    let resolve_each = fields.iter().map(|field| resolver(field, krate));
    let write_each = fields.iter().map(|field| write(field, krate));
    let type_checks = type_checks::emit(props);
    let (typescript, described) = (typescript::items(props), typescript::described(props));
    let unlisted = generics::unlisted(generics);
    let here = Span::call_site();
    let this = local("self", here);
    // Without fields, the parameters are not used.
    let parameter = |name| if fields.is_empty() { quote!(_) } else { local(name, here).into_token_stream() };
    let (resolvers, writer) = (parameter("resolvers"), parameter("writer"));
    let into_page = into_page(krate, ident, generics, &where_clause);
    let result = result(&private);
    in_const(&quote! {
        use #private::{PlainField as _, PlainFieldMut as _};

        #[automatically_derived]
        #unlisted
        impl #impl_generics #krate::__private::PropsTable for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema = &#private::Schema::new(&[#(#specs),*]);

            #described

            fn __inertia_resolvers<'__inertia>(&'__inertia mut #this, #resolvers: &mut #private::Resolvers<'__inertia>) {
                #(#resolve_each)*
            }

            fn __inertia_write(&#this, #writer: &mut #private::PropsWriter<'_>) -> #result {
                #(#write_each)*
                ::core::result::Result::Ok(())
            }
        }

        #into_page
        #type_checks
        #typescript
    })
}

/// Impls without content, for a struct with errors.
pub(crate) fn stub(item: &DeriveInput, krate: &Krate) -> TokenStream {
    let ident = &item.ident;
    let private = krate.private();
    let (impl_generics, type_generics, _) = item.generics.split_for_impl();
    let where_clause = generics::where_clause(&item.generics, vec![quote!(Self: 'static)]);
    let into_page = into_page(krate, ident, &item.generics, &where_clause);
    let result = result(&private);
    in_const(&quote! {
        #[automatically_derived]
        impl #impl_generics #krate::__private::PropsTable for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema = &#private::Schema::new(&[]);

            fn __inertia_resolvers<'__inertia>(&'__inertia mut self, _: &mut #private::Resolvers<'__inertia>) {}

            fn __inertia_write(&self, _: &mut #private::PropsWriter<'_>) -> #result {
                ::core::result::Result::Ok(())
            }
        }

        #into_page
    })
}

fn result(private: &TokenStream) -> TokenStream {
    quote!(::core::result::Result<(), #private::WriteError>)
}

fn into_page(krate: &Krate, ident: &Ident, generics: &Generics, where_clause: &TokenStream) -> TokenStream {
    let private = krate.private();
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let unlisted = generics::unlisted(generics);
    quote! {
        #[automatically_derived]
        #unlisted
        impl #impl_generics #krate::IntoPage for #ident #type_generics #where_clause {
            type Props = Self;

            fn into_page(self) -> ::core::result::Result<#krate::Page<Self>, #private::Response> {
                ::core::result::Result::Ok(#krate::Page::new(self))
            }
        }
    }
}

/// A row of the table: what is known about a prop at compile time.
fn spec(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    match &field.kind {
        Kind::Prop(prop) => {
            let (name, key) = (&prop.name.0, format!(",{}:", prop.name.json()));
            let attributes = attributes(prop, field.ty, &private);
            quote!(#private::PropSpec::new(#name, #key)#attributes)
        }
        Kind::Group(name) => {
            let (name, key, schema) = (&name.0, format!(",{}:", name.json()), schema(field, krate));
            quote!(#private::PropSpec::group(#name, #key, #schema))
        }
        Kind::Splice => {
            let schema = schema(field, krate);
            quote!(#private::PropSpec::splice(#schema))
        }
    }
}

/// The table of a group. Only this place requires the group's derive; see [`resolver`] and [`write`].
fn schema(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let (ty, here) = (field.ty, spans::first(field.ty));
    let krate = respan(krate.to_token_stream(), here);
    quote_spanned!(here=> <#ty as #krate::__private::PropsTable>::SCHEMA)
}

/// The calls after `PropSpec::new`, one for each attribute of the prop.
fn attributes(prop: &Prop, ty: &Type, private: &TokenStream) -> TokenStream {
    let delivery = match &prop.delivery {
        Delivery::Eager => TokenStream::new(),
        Delivery::Always => quote!(.always()),
        Delivery::Optional(Optional { rescue, timeout }) => {
            let limits = limits(rescue.as_ref(), timeout.as_ref());
            quote!(.optional() #limits)
        }
        Delivery::Defer(Defer { group, rescue, timeout }) => {
            let group = group.as_ref().map_or_else(|| quote!("default"), ToTokens::to_token_stream);
            let limits = limits(rescue.as_ref(), timeout.as_ref());
            quote!(.defer(#group) #limits)
        }
    };
    let merge = prop.merge.as_ref().map(|merge| merged(merge, private));
    let once = prop.once.as_ref().map(|Once { key, expires_in }| {
        let (key, expires_in) = (option_literal(key.as_ref()), option_literal(expires_in.as_ref()));
        quote!(.once::<#ty>(#key, #expires_in))
    });
    let scroll = prop.scroll.as_ref().map(|Scroll { page_name, wrapper, match_on }| {
        let match_on = option_literal(match_on.as_ref().map(|match_on| &match_on.wire));
        quote!(.scroll(#page_name, #wrapper, #match_on))
    });
    quote!(#delivery #merge #once #scroll)
}

/// What happens when a value fails or takes too long.
fn limits(rescue: Option<&Flag>, timeout: Option<&Milliseconds>) -> TokenStream {
    let rescue = rescue.map(|_| quote!(.rescue()));
    let timeout = timeout.map(|milliseconds| quote!(.timeout(#milliseconds)));
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

fn option_literal(value: Option<&impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

/// Passes the field's future, or the futures of the group, to the runtime. Errors are shown at the field's type.
fn resolver(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let (ident, here) = (field.ident, spans::first(field.ty));
    let private = respan(krate.private(), here);
    let (this, resolvers) = (local("self", here), local("resolvers", here));
    let field_mut = quote_spanned!(here=> #private::FieldMut(&mut #this.#ident));
    match &field.kind {
        Kind::Prop(_) => quote_spanned!(here=> #resolvers.prop(#field_mut.resolver());),
        Kind::Group(_) | Kind::Splice => match present(field) {
            None => quote_spanned!(here=> #field_mut.group(true, #resolvers);),
            // Evaluated first, because the resolvers borrow the group for a longer time.
            Some(present) => quote_spanned! {here=>
                let __inertia_present = #present;
                #field_mut.group(__inertia_present, #resolvers);
            },
        },
    }
}

/// Writes the field, unless it is skipped. Errors are shown at the field's type.
fn write(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let (ident, here) = (field.ident, spans::first(field.ty));
    let private = respan(krate.private(), here);
    let (this, writer) = (local("self", here), local("writer", here));
    let value = quote_spanned!(here=> #private::Field(&#this.#ident));
    let filter = field
        .skip_if
        .as_ref()
        .map(|skip| quote_spanned!(skip.span()=> .filter(|__inertia_value| !#skip(*__inertia_value))));
    match &field.kind {
        Kind::Prop(prop) => match (&prop.serialize_with, &prop.scroll) {
            (Some(function), _) => {
                let serialize = serialize_with(function);
                quote_spanned!(here=> #writer.prop_with(#value.value()#filter, #serialize)?;)
            }
            (None, Some(_)) => quote_spanned!(here=> #writer.scroll(#value.scroll()#filter)?;),
            (None, None) => quote_spanned!(here=> #writer.prop(#value.value()#filter)?;),
        },
        Kind::Group(_) | Kind::Splice => {
            let present = present(field).unwrap_or_else(|| quote_spanned!(here=> true));
            quote_spanned!(here=> #value.group(#present, #writer)?;)
        }
    }
}

/// The condition of `skip_serializing_if` under which a group is written.
fn present(field: &Field<'_>) -> Option<TokenStream> {
    let skip = field.skip_if.as_ref()?;
    let this = local("self", skip.span());
    let member = respan(field.ident.to_token_stream(), skip.span());
    Some(quote_spanned!(skip.span()=> !#skip(&#this.#member)))
}

/// Calls the function of `serialize_with`. Errors are shown at its literal.
fn serialize_with(function: &ExprPath) -> TokenStream {
    quote_spanned! {function.span()=>
        |__inertia_value, __inertia_serializer| #function(__inertia_value, __inertia_serializer)
    }
}

//! Documentation and `#[ts(…)]`, the attribute of `ts-rs`: how an item or a field is described in TypeScript.

use darling::{FromMeta, ast::NestedMeta};
use syn::{Attribute, Expr, LitStr, Meta, Type};

use crate::syntax::attributes::name;
use crate::syntax::{Errors, Place, Text, attributes, errors, suggestions};

/// A field's type in TypeScript, where it does not follow from the Rust type.
pub(crate) enum TypeOverride {
    /// `#[ts(type = "string")]`
    Written(LitStr),
    /// `#[ts(as = "String")]`
    As(Box<Type>),
}

/// Whether `ts-rs` may read the same attributes. Then it reports what is not an option of ours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TsRs {
    NotDerived,
    MaybeDerived,
}

#[derive(Default, FromMeta)]
struct FieldOptions {
    #[darling(rename = "type")]
    written: Option<Text>,
    #[darling(rename = "as")]
    other: Option<TypeInText>,
}

#[derive(Default, FromMeta)]
struct ItemOptions {
    rename: Option<TypeName>,
}

/// `as = "String"`
struct TypeInText(Type);

impl FromMeta for TypeInText {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Text(literal) = Text::from_meta(meta)?;
        literal.parse().map(Self).map_err(|_| {
            let message = format!("`{}` is not a type; write `as = \"String\"`", literal.value());
            darling::Error::custom(message).with_span(&literal.span())
        })
    }
}

/// `rename = "Name"`
struct TypeName(LitStr);

impl FromMeta for TypeName {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Text(literal) = Text::from_meta(meta)?;
        let name = literal.value();
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name {
            return Ok(Self(literal));
        }
        let message = "the name of a type consists of letters, digits and `_`";
        Err(darling::Error::custom(message).with_span(&literal.span()))
    }
}

/// Reads `#[ts(type = "…")]` or `#[ts(as = "…")]` on a field.
pub(crate) fn field(attributes: &[Attribute], ts_rs: TsRs, errors: &mut Errors) -> Option<TypeOverride> {
    let options = read::<FieldOptions>(attributes, &["type", "as"], ts_rs, errors);
    if let [first, second, ..] = options.keys.as_slice() {
        let (this, other) = (format!("`{}`", name(second)), format!("`{}`", name(first)));
        errors.push(errors::conflict(second, this, other, "both name the type"));
    }
    let FieldOptions { written, other } = options.values;
    let written = written.map(|Text(literal)| TypeOverride::Written(literal));
    written.or(other.map(|TypeInText(ty)| TypeOverride::As(Box::new(ty))))
}

/// Reads `#[ts(rename = "…")]` above an item.
pub(crate) fn rename(attributes: &[Attribute], ts_rs: TsRs, errors: &mut Errors) -> Option<LitStr> {
    let options = read::<ItemOptions>(attributes, &["rename"], ts_rs, errors);
    options.values.rename.map(|TypeName(name)| name)
}

fn read<R: FromMeta + Default>(
    attributes: &[Attribute],
    names: &[&str],
    ts_rs: TsRs,
    errors: &mut Errors,
) -> attributes::Options<R> {
    let mut of_ts_rs = Errors::default();
    let syntax = if ts_rs == TsRs::MaybeDerived { &mut of_ts_rs } else { &mut *errors };
    let mut entries = attributes::entries(attributes, "ts", syntax);
    if ts_rs == TsRs::MaybeDerived {
        entries.retain(|entry| match entry {
            NestedMeta::Meta(meta) => names.contains(&&*name(meta.path())),
            NestedMeta::Lit(_) | NestedMeta::NameValueInvalidExpr(_) => false,
        });
    }
    let misplaced = |key: &str, _: &NestedMeta| {
        let is_typo = suggestions::nearest(key, names).is_some();
        let expected = errors::expected_one_of(names);
        (!is_typo).then(|| format!("`#[ts({key})]` has no effect on `InertiaProps` here; {expected}"))
    };
    Place { misplaced: &misplaced, ..Place::of(names) }.read(entries, errors)
}

/// The lines of documentation.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<Expr> {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    docs.filter_map(|attribute| attributes::value(&attribute.meta).cloned()).collect()
}

//! `Reader` reads a form field by field, and collects the problems by key.

use std::{borrow::Cow, collections::BTreeMap};

use crate::form::{
    Fields, FormLimits, Node, Problem,
    body::{
        query::{self, ObjectError},
        unreadable::UnreadableBody,
    },
    decode::{
        probe::Reading,
        serde::{Failure, NodeDeserializer, NodeError, retry},
    },
    validate::{
        marks::Marks,
        touched::{RequestedFields, Touched},
        wire::{Below, Indexes, Keys, Step, WirePath, push},
    },
};
use crate::values::error_bag::CollectedErrors;

/// The application's message for a field's problem; `None` for the problem's own message.
pub(crate) type Wording = fn(&str, &Problem) -> Option<String>;

/// The attributes of a field that the derive has read.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    name: &'static str,
    aliases: &'static [&'static str],
    messages: Messages,
}

/// A field's own messages.
#[derive(Debug, Clone, Copy, Default)]
struct Messages {
    any: Option<&'static str>,
    required: Option<&'static str>,
}

impl FieldSpec {
    /// A field with this name in the request.
    pub const fn new(name: &'static str) -> Self {
        Self { name, aliases: &[], messages: Messages { any: None, required: None } }
    }

    /// Further names of the field in the request.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The message if it cannot be read for any reason.
    pub const fn message(mut self, message: &'static str) -> Self {
        self.messages.any = Some(message);
        self
    }

    /// The message if it is missing.
    pub const fn required(mut self, message: &'static str) -> Self {
        self.messages.required = Some(message);
        self
    }
}

/// Reads a form field by field and collects the problems.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The dotted key of the current value.
    path: String,
    /// The messages of the current field.
    messages: Messages,
    wording: Option<&'a Wording>,
    /// The problems found while the body was parsed, by key.
    body_problems: BTreeMap<String, Problem>,
    outcome: ReadOutcome,
    /// How many values could not be read.
    failures: usize,
    /// How many bytes may still be copied to read values again, in other styles.
    copy_budget: usize,
    live: bool,
    query: Option<FormLimits>,
}

/// The parts of the request that reading a form depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ReaderContext<'a> {
    pub(crate) wording: Option<&'a Wording>,
    /// Whether this is live validation, which omits files.
    pub(crate) live: bool,
    /// The limits for nested objects, if the form is the query of live validation, where these are JSON text.
    pub(crate) precognitive_query: Option<FormLimits>,
}

impl<'a> Reader<'a> {
    /// `body_problems` are the problems found while the body was parsed; `requested` are the fields whose messages are kept.
    pub(crate) fn new(
        context: ReaderContext<'a>,
        body_problems: Vec<(String, Problem)>,
        requested: RequestedFields,
    ) -> Self {
        Self {
            path: String::new(),
            messages: Messages::default(),
            wording: context.wording,
            body_problems: body_problems.into_iter().collect(),
            outcome: ReadOutcome { requested, ..ReadOutcome::default() },
            failures: 0,
            copy_budget: retry::MAX_FORM_COPY_BYTES,
            live: context.live,
            query: context.precognitive_query,
        }
    }

    /// The members of an object. A missing object has no members, so that each of its required fields gets a message.
    pub fn open(&mut self, node: Option<Node>) -> Option<Fields> {
        match self.object(node).ok()? {
            Some(Node::Map(fields)) => Some(fields),
            None | Some(Node::Null) => Some(Fields::default()),
            // The client writes `null` as an empty string in HTML forms.
            Some(Node::Text(text)) if text.is_empty() => Some(Fields::default()),
            Some(_) => self.report(&Problem::Object),
        }
    }

    /// Reads one field of an object, or returns its stand-in if that fails.
    pub fn field<T>(
        &mut self,
        fields: &mut Fields,
        spec: &'static FieldSpec,
        reading: Reading<T>,
        missing: Option<fn() -> T>,
    ) -> Option<T> {
        let node = spec.take(fields);
        if node.is_none()
            && let Some(missing) = missing
        {
            if self.live && is_omitted_by_live_validation(reading.read) {
                self.at(spec.name, None, |_, reader| reader.omit::<()>());
            }
            return Some(missing());
        }
        let outer = std::mem::replace(&mut self.messages, spec.messages);
        let value = self.at(spec.name, node, reading.read);
        self.messages = outer;
        value.or_else(reading.stand_in)
    }

    /// Reads a value one level below. A value that fails without a report is reported as required.
    pub(crate) fn at<T>(
        &mut self,
        key: &str,
        node: Option<Node>,
        read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>,
    ) -> Option<T> {
        let (length, failures) = (self.path.len(), self.failures);
        push(&mut self.path, key);
        let value = if self.report_body_problem() { None } else { read(node, self) };
        if value.is_none() && self.failures == failures {
            self.report::<T>(&Problem::Required);
        }
        self.path.truncate(length);
        value
    }

    /// Reads with a function for serde's `deserialize_with`.
    pub fn deserialize_with<T>(
        &mut self,
        node: Option<Node>,
        read: impl Fn(NodeDeserializer) -> Result<T, NodeError>,
    ) -> Option<T> {
        match retry::read(node, self.query, &mut self.copy_budget, read) {
            Ok(value) => Some(value),
            Err(error) => self.report_error(error),
        }
    }

    /// Reads a choice: one of `names`, or an alias that `choose` accepts.
    pub fn one_of<T>(
        &mut self,
        node: Option<Node>,
        names: &'static [&'static str],
        choose: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = match node {
            Some(Node::Text(text)) => text,
            Some(Node::Number(number)) => number.to_string(),
            Some(Node::Bool(bool)) => bool.to_string(),
            None | Some(Node::Null) => String::new(),
            Some(_) => return self.report(&Problem::OneOf(names)),
        };
        match choose(&text) {
            Some(value) => Some(value),
            None if text.is_empty() => self.report(&Problem::Required),
            None => self.report(&Problem::OneOf(names)),
        }
    }

    /// Reports a problem of the current value.
    pub(crate) fn report<T>(&mut self, problem: &Problem) -> Option<T> {
        self.record(problem);
        None
    }

    /// Returns the value, or reports its problem.
    pub(crate) fn accept<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.record(&problem)).ok()
    }

    /// The current value is missing because live validation omits it, so there is no message.
    pub(crate) fn omit<T>(&mut self) -> Option<T> {
        self.failures += 1;
        self.outcome.marks.omit(&self.path);
        None
    }

    pub(crate) fn is_live(&self) -> bool {
        self.live
    }

    /// Sets the client's keys of the current list or map, if they are not the positions of its elements.
    pub(crate) fn set_keys(&mut self, keys: Keys) {
        self.outcome.indexes.insert(&self.path, keys);
    }

    /// The current list or map lacks elements that could not be read.
    pub(crate) fn mark_lost_elements(&mut self) {
        self.outcome.marks.mark_lost_elements(&self.path);
    }

    /// An expected object. The query of live validation has its JSON text, or `[object Object]`.
    pub(crate) fn object(&mut self, node: Option<Node>) -> Result<Option<Node>, FieldOmitted> {
        let Some(limits) = &self.query else { return Ok(node) };
        let object = node.map(|node| query::object(node, limits)).transpose();
        object.map_err(|error| {
            self.omit_object(error);
            FieldOmitted
        })
    }

    fn omit_object(&mut self, error: ObjectError) {
        if let ObjectError::OverLimit(reason) = error {
            self.outcome.refused.get_or_insert(reason);
        }
        self.omit::<()>();
    }

    fn report_error<T>(&mut self, error: NodeError) -> Option<T> {
        let length = self.path.len();
        match error.into_parts(&mut self.path) {
            Failure::Problem(problem) => self.record(&problem),
            Failure::ObjectError(error) => self.omit_object(error),
        }
        self.path.truncate(length);
        None
    }

    /// Reports the current value's problem from parsing the body, if there is one.
    fn report_body_problem(&mut self) -> bool {
        if self.body_problems.is_empty() {
            return false;
        }
        match self.body_problems.remove(&self.path) {
            Some(problem) => {
                self.record(&problem);
                true
            }
            None => false,
        }
    }

    fn record(&mut self, problem: &Problem) {
        self.failures += 1;
        let ReadOutcome { marks, requested, .. } = &mut self.outcome;
        marks.omit(&self.path);
        if !marks.fail(&self.path) {
            return;
        }
        // Parsing replaced a bad value by `Null`. Its problem, such as a file that is too large, says more than serde's error
        // about that `Null`.
        let body_problem = self.body_problems.remove(&self.path);
        if requested.has(&self.path) {
            let mut errors = std::mem::take(&mut self.outcome.errors);
            errors.add(&self.path, || self.message_for(body_problem.as_ref().unwrap_or(problem)));
            self.outcome.errors = errors;
        }
    }

    fn message_for(&self, problem: &Problem) -> Cow<'static, str> {
        let required = self.messages.required.filter(|_| *problem == Problem::Required);
        if let Some(message) = required.or(self.messages.any) {
            return message.into();
        }
        let message = self.wording.and_then(|wording| wording(&self.path, problem));
        message.unwrap_or_else(|| problem.to_string()).into()
    }

    /// Ends reading; a validator may still add messages.
    pub(crate) fn finish(mut self) -> ReadOutcome {
        // The remaining problems are inside of values that serde has read.
        self.messages = Messages::default();
        for (key, problem) in std::mem::take(&mut self.body_problems) {
            self.path = key;
            self.record(&problem);
        }
        self.outcome
    }
}

/// Whether live validation omits values of this type: it reads a missing value to find out.
fn is_omitted_by_live_validation<T>(read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>) -> bool {
    let context = ReaderContext { live: true, ..ReaderContext::default() };
    let mut reader = Reader::new(context, Vec::new(), RequestedFields::default());
    let _ = read(None, &mut reader);
    let marks = &reader.outcome.marks;
    marks.is_omitted("") && !marks.is_wrong("")
}

impl FieldSpec {
    fn take(&self, fields: &mut Fields) -> Option<Node> {
        fields.take(self.name).or_else(|| self.aliases.iter().find_map(|alias| fields.take(alias)))
    }
}

/// The messages and states of a form's fields after reading.
#[derive(Debug, Default)]
pub(crate) struct ReadOutcome {
    requested: RequestedFields,
    errors: CollectedErrors,
    marks: Marks,
    indexes: Indexes,
    /// Why the whole form is refused: JSON text in its query exceeds a limit.
    refused: Option<UnreadableBody>,
}

impl ReadOutcome {
    /// Runs a validator, which adds its messages.
    pub(crate) fn validate(&mut self, validate: impl FnOnce(&mut Verdicts<'_>)) {
        validate(&mut Verdicts(self));
    }

    /// The messages, and the states of the fields.
    ///
    /// # Errors
    ///
    /// The form exceeds a limit.
    pub(crate) fn into_parts(self) -> Result<(CollectedErrors, Touched), UnreadableBody> {
        match self.refused {
            Some(reason) => Err(reason),
            None => Ok((self.errors, Touched::new(self.requested, self.marks, self.indexes))),
        }
    }
}

/// The current value was omitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldOmitted;

/// Collects a validator's messages.
#[derive(Debug)]
pub struct Verdicts<'a>(&'a mut ReadOutcome);

impl Verdicts<'_> {
    /// Adds a message under the client's key for this path, unless the validator saw a stand-in there.
    pub fn add<'s>(
        &mut self,
        root: Below,
        steps: impl Iterator<Item = Step<'s>>,
        message: Cow<'static, str>,
    ) {
        let ReadOutcome { requested, errors, marks, indexes, .. } = &mut *self.0;
        let mut path = WirePath::new(root, indexes);
        steps.for_each(|step| path.step(step));
        let key = path.into_key();
        if marks.is_omitted(&key) {
            return;
        }
        marks.fail(&key);
        if requested.has(&key) {
            errors.add(&key, || message);
        }
    }
}

//! Reading a form field by field: where in the form we are, and what was wrong on the way.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    Fields, FormLimits, Node, Problem,
    de::{Failure, NodeDeserializer, NodeError, retry},
    marks::Marks,
    probe::Reading,
    query::{self, Unusable},
    touched::{AskedFields, Touched},
    unreadable::Unreadable,
    wire::{Below, Indexes, Keys, Step, WirePath, push},
};
use crate::errors::CollectedErrors;

/// How an application words what is wrong; `None` for the words that the problem has itself.
pub(crate) type Wording = fn(&str, &Problem) -> Option<String>;

/// What a derive knows of one field.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    name: &'static str,
    aliases: &'static [&'static str],
    messages: Messages,
}

/// The words that a field has for what is wrong with it.
#[derive(Debug, Clone, Copy, Default)]
struct Messages {
    any: Option<&'static str>,
    required: Option<&'static str>,
}

impl FieldSpec {
    /// A field of this name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { name, aliases: &[], messages: Messages { any: None, required: None } }
    }

    /// Further names that it may come under.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// What to say whenever it cannot be read.
    pub const fn message(mut self, message: &'static str) -> Self {
        self.messages.any = Some(message);
        self
    }

    /// What to say when it is not there.
    pub const fn required(mut self, message: &'static str) -> Self {
        self.messages.required = Some(message);
        self
    }
}

/// Goes through a form from field to field and remembers what was wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The dotted key of the value that is being read.
    path: String,
    /// The words of the field that is being read.
    messages: Messages,
    wording: Option<&'a Wording>,
    /// What was known to be wrong before, by key.
    known: BTreeMap<String, Problem>,
    readings: Readings,
    /// How often something could not be read.
    failures: usize,
    /// How many bytes may be copied to read values again, in other styles.
    copy_budget: usize,
    live: bool,
    query: Option<FormLimits>,
}

/// The request that a form comes with, as far as reading depends on it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Circumstances<'a> {
    pub(crate) wording: Option<&'a Wording>,
    /// Whether this is live validation, which leaves files away.
    pub(crate) live: bool,
    /// The limits for nested objects, when the form came in the query of live validation, which has them as JSON text.
    pub(crate) precognitive_query: Option<FormLimits>,
}

impl<'a> Reader<'a> {
    /// `known` is what was found wrong when the body was read; `asked` names the fields whose messages are kept.
    pub(crate) fn new(
        circumstances: Circumstances<'a>,
        known: Vec<(String, Problem)>,
        asked: AskedFields,
    ) -> Self {
        Self {
            path: String::new(),
            messages: Messages::default(),
            wording: circumstances.wording,
            known: known.into_iter().collect(),
            readings: Readings { asked, ..Readings::default() },
            failures: 0,
            copy_budget: retry::MAX_FORM_COPY_BYTES,
            live: circumstances.live,
            query: circumstances.precognitive_query,
        }
    }

    /// The members of an object. One that did not come has none, so that its fields say what they miss.
    pub fn open(&mut self, node: Option<Node>) -> Option<Fields> {
        match self.object(node).ok()? {
            Some(Node::Map(fields)) => Some(fields),
            None | Some(Node::Null) => Some(Fields::default()),
            // What `null` becomes in a form.
            Some(Node::Text(text)) if text.is_empty() => Some(Fields::default()),
            Some(_) => self.report(&Problem::Object),
        }
    }

    /// Reads one field of an object; what stands in for it when that fails.
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
            if self.live && is_left_away(reading.read) {
                self.at(spec.name, None, |_, reader| reader.leave_out::<()>());
            }
            return Some(missing());
        }
        let outer = std::mem::replace(&mut self.messages, spec.messages);
        let value = self.at(spec.name, node, reading.read);
        self.messages = outer;
        value.or_else(reading.stand_in)
    }

    /// Reads a value that lies one step below, and makes sure that nothing fails in silence.
    pub(crate) fn at<T>(
        &mut self,
        key: &str,
        node: Option<Node>,
        read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>,
    ) -> Option<T> {
        let (length, failures) = (self.path.len(), self.failures);
        push(&mut self.path, key);
        let value = if self.is_known() { None } else { read(node, self) };
        if value.is_none() && self.failures == failures {
            self.report::<T>(&Problem::Required);
        }
        self.path.truncate(length);
        value
    }

    /// Reads with a function that serde's `deserialize_with` would call.
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

    /// Reads a choice: one of `names`, or another word that `choose` knows.
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

    /// The value that is being read has a problem.
    pub(crate) fn report<T>(&mut self, problem: &Problem) -> Option<T> {
        self.note(problem);
        None
    }

    /// What is being read, or its problem.
    pub(crate) fn accept<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.note(&problem)).ok()
    }

    /// What is being read is not there, and that is nobody's fault: live validation leaves it away.
    pub(crate) fn leave_out<T>(&mut self) -> Option<T> {
        self.failures += 1;
        self.readings.marks.leave_out(&self.path);
        None
    }

    pub(crate) fn is_live(&self) -> bool {
        self.live
    }

    /// The list that is being read has other keys than the places of its elements.
    pub(crate) fn keys(&mut self, keys: Keys) {
        self.readings.indexes.insert(&self.path, keys);
    }

    /// The list that is being read lacks elements that could not be read.
    pub(crate) fn lost_elements(&mut self) {
        self.readings.marks.lose_elements(&self.path);
    }

    /// What should be an object. In the query of live validation it is its JSON, or lost.
    pub(crate) fn object(&mut self, node: Option<Node>) -> Result<Option<Node>, LeftOut> {
        let Some(limits) = &self.query else { return Ok(node) };
        let object = node.map(|node| query::object(node, limits)).transpose();
        object.map_err(|unusable| {
            self.leave_out_unusable(unusable);
            LeftOut
        })
    }

    fn leave_out_unusable(&mut self, unusable: Unusable) {
        if let Unusable::OverLimit(reason) = unusable {
            self.readings.refused.get_or_insert(reason);
        }
        self.leave_out::<()>();
    }

    fn report_error<T>(&mut self, error: NodeError) -> Option<T> {
        let length = self.path.len();
        match error.into_parts(&mut self.path) {
            Failure::Problem(problem) => self.note(&problem),
            Failure::Unusable(unusable) => self.leave_out_unusable(unusable),
        }
        self.path.truncate(length);
        None
    }

    /// Whether the value that is being read was found wrong when the body was read; then that is its problem.
    fn is_known(&mut self) -> bool {
        if self.known.is_empty() {
            return false;
        }
        match self.known.remove(&self.path) {
            Some(problem) => {
                self.note(&problem);
                true
            }
            None => false,
        }
    }

    fn note(&mut self, problem: &Problem) {
        self.failures += 1;
        let Readings { marks, asked, .. } = &mut self.readings;
        marks.leave_out(&self.path);
        if !marks.fail(&self.path) {
            return;
        }
        // What the body was found to be comes before what serde makes of the gap that it left.
        let known = self.known.remove(&self.path);
        if asked.has(&self.path) {
            let mut errors = std::mem::take(&mut self.readings.errors);
            errors.add(&self.path, || self.word(known.as_ref().unwrap_or(problem)));
            self.readings.errors = errors;
        }
    }

    fn word(&self, problem: &Problem) -> Cow<'static, str> {
        let required = self.messages.required.filter(|_| *problem == Problem::Required);
        if let Some(message) = required.or(self.messages.any) {
            return message.into();
        }
        let worded = self.wording.and_then(|wording| wording(&self.path, problem));
        worded.unwrap_or_else(|| problem.to_string()).into()
    }

    /// What the form's fields are found to be, ready for a validator.
    pub(crate) fn finish(mut self) -> Readings {
        // What no field has asked for lies inside a value that serde has read.
        self.messages = Messages::default();
        for (key, problem) in std::mem::take(&mut self.known) {
            self.path = key;
            self.note(&problem);
        }
        self.readings
    }
}

/// Whether live validation leaves such a value away, by what it makes of nothing.
fn is_left_away<T>(read: fn(Option<Node>, &mut Reader<'_>) -> Option<T>) -> bool {
    let circumstances = Circumstances { live: true, ..Circumstances::default() };
    let mut reader = Reader::new(circumstances, Vec::new(), AskedFields::default());
    let _ = read(None, &mut reader);
    let marks = &reader.readings.marks;
    marks.is_left_out("") && !marks.is_wrong("")
}

impl FieldSpec {
    fn take(&self, fields: &mut Fields) -> Option<Node> {
        fields.take(self.name).or_else(|| self.aliases.iter().find_map(|alias| fields.take(alias)))
    }
}

/// What reading a form has brought, but for its values.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    asked: AskedFields,
    errors: CollectedErrors,
    marks: Marks,
    indexes: Indexes,
    /// Why the whole form is refused: JSON inside its query is over a limit.
    refused: Option<Unreadable>,
}

impl Readings {
    /// Lets a validator add its messages.
    pub(crate) fn validate(&mut self, validate: impl FnOnce(&mut Verdicts<'_>)) {
        validate(&mut Verdicts(self));
    }

    /// The messages, and what is known of the fields.
    ///
    /// # Errors
    ///
    /// The form is over a limit.
    pub(crate) fn into_parts(self) -> Result<(CollectedErrors, Touched), Unreadable> {
        match self.refused {
            Some(reason) => Err(reason),
            None => Ok((self.errors, Touched::new(self.asked, self.marks, self.indexes))),
        }
    }
}

/// The value that is being read was left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeftOut;

/// Takes a validator's messages.
#[derive(Debug)]
pub struct Verdicts<'a>(&'a mut Readings);

impl Verdicts<'_> {
    /// Puts a message under the client's key for this path, unless the value there is not what the client sent.
    pub fn add<'s>(
        &mut self,
        root: Below,
        steps: impl Iterator<Item = Step<'s>>,
        message: Cow<'static, str>,
    ) {
        let Readings { asked, errors, marks, indexes, .. } = &mut *self.0;
        let mut path = WirePath::new(root, indexes);
        steps.for_each(|step| path.step(step));
        let key = path.into_key();
        if marks.is_left_out(&key) {
            return;
        }
        marks.fail(&key);
        if asked.has(&key) {
            errors.add(&key, || message);
        }
    }
}

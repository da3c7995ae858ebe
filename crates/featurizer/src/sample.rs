//! What is turned into a row: a statement with what stands around it.

/// One statement and its context, borrowed from wherever it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample<'t> {
    /// The statement.
    pub text: &'t str,
    /// What stands before it; may be empty.
    pub before: &'t str,
    /// What stands behind it; may be empty.
    pub after: &'t str,
    /// The reporting verb; may be empty.
    pub cue: &'t str,
}

impl<'t> From<&'t str> for Sample<'t> {
    fn from(text: &'t str) -> Self {
        Sample {
            text,
            ..Sample::default()
        }
    }
}

/// Which part of a sample a feature comes from. Features of different parts never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// The statement itself.
    Text,
    /// The last words before it.
    Before,
    /// The first words behind it.
    After,
    /// The reporting verb.
    Cue,
}

impl Namespace {
    /// What stands before a term of this part in a vocabulary; nothing for the statement itself.
    pub fn prefix(self) -> &'static str {
        match self {
            Namespace::Text => "",
            Namespace::Before => "before:",
            Namespace::After => "after:",
            Namespace::Cue => "cue:",
        }
    }
}

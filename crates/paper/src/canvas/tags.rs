//! What the marks are, for people who hear a document.

use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

/// What a tag says of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading: its level from 1, and its text.
    Heading(u16, String),
    Paragraph,
    /// Blocks that belong together, such as a notice's.
    Group,
    /// A picture: what it shows.
    Figure(String),
    NumberedList,
    ListItem,
    /// The number of a list's item.
    ItemLabel,
    ItemBody,
    Table,
    TableHead,
    TableBody,
    Row,
    /// The heading of a column.
    ColumnHeading,
    /// The heading of a row.
    RowHeading,
    Cell,
}

/// One tag of a [`Tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagRef(usize);

/// The tree of tags. A tag holds either tags or marks.
#[derive(Default)]
pub struct Tags {
    all: Vec<Entry>,
    top: Vec<TagRef>,
}

struct Entry {
    role: Role,
    tags: Vec<TagRef>,
    marks: Vec<Identifier>,
}

impl Tags {
    /// Adds a tag at the top.
    pub fn add(&mut self, role: Role) -> TagRef {
        let tag = self.push(role);
        self.top.push(tag);
        tag
    }

    /// Adds a tag within another, after those that are there.
    pub fn add_in(&mut self, parent: TagRef, role: Role) -> TagRef {
        let tag = self.push(role);
        self.all[parent.0].tags.push(tag);
        tag
    }

    fn push(&mut self, role: Role) -> TagRef {
        self.all.push(Entry { role, tags: Vec::new(), marks: Vec::new() });
        TagRef(self.all.len() - 1)
    }

    pub(super) fn mark(&mut self, tag: TagRef, mark: Identifier) {
        self.all[tag.0].marks.push(mark);
    }

    pub(super) fn tree(&self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for tag in &self.top {
            tree.push(self.group(*tag));
        }
        tree
    }

    fn group(&self, tag: TagRef) -> TagGroup {
        let entry = &self.all[tag.0];
        let tags = entry.tags.iter().map(|tag| Node::Group(self.group(*tag)));
        let marks = entry.marks.iter().map(|mark| Node::Leaf(*mark));
        TagGroup::with_children(entry.role.kind(), tags.chain(marks).collect())
    }
}

impl Role {
    fn kind(&self) -> TagKind {
        match self {
            Self::Heading(level, title) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                Tag::Hn(level, Some(title.clone())).into()
            }
            Self::Paragraph => Tag::P.into(),
            Self::Group => Tag::Div.into(),
            Self::Figure(shows) => Tag::Figure(Some(shows.clone())).into(),
            Self::NumberedList => Tag::L(ListNumbering::Decimal).into(),
            Self::ListItem => Tag::LI.into(),
            Self::ItemLabel => Tag::Lbl.into(),
            Self::ItemBody => Tag::LBody.into(),
            Self::Table => Tag::Table.into(),
            Self::TableHead => Tag::THead.into(),
            Self::TableBody => Tag::TBody.into(),
            Self::Row => Tag::TR.into(),
            Self::ColumnHeading => Tag::TH(TableHeaderScope::Column).into(),
            Self::RowHeading => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
        }
    }
}

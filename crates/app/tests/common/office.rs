//! An office of three, in which somebody leaves.

use app::firm::views::{
    ChoiceView, DepartureKindView, DepartureView, QuestionView, ReplacingView, RoleView, RouteView,
    StepAnswerView, StepView,
};
use app::firm::{AnswerRequest, GiveRequest, Leaver, LeavingRequest, With};

use super::Desk;
use super::firm::{KEY, enrolled, founded};

/// A day and an hour in seconds.
pub const DAY: u64 = 86_400;
pub const HOUR: u64 = 3_600;

pub const NEW_KEYS: [&str; 3] = [
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    "KRUGKIDROVUWG2ZAMJZG653OEBTG66BA",
];

/// Alice and Bob administer; Sam has VAT in the program.
pub struct Office {
    pub alice: Desk,
    pub bob: Desk,
    pub sam: Desk,
}

impl Office {
    pub fn new() -> Self {
        let (alice, place) = founded();
        let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
        let sam = enrolled(&alice, &place, "Sam", RoleView::Staff);
        alice.app.create_team("Tax").unwrap();
        alice.app.add_to_team("Tax", &["Sam".to_owned()]).unwrap();
        alice.add("VAT", KEY);
        alice.app.share("VAT", &With::Team("Tax".to_owned())).unwrap();
        let office = Self { alice, bob, sam };
        office.sync();
        office
    }

    pub fn sync(&self) {
        for desk in [&self.alice, &self.bob, &self.sam] {
            let _ = desk.app.sync(); // who was removed is told so
        }
    }

    /// Adds an account of a team that Sam is not in.
    pub fn of_payroll(&self, label: &str) {
        self.alice.app.create_team("Payroll").unwrap();
        self.alice.add(label, NEW_KEYS[1]);
        self.alice.app.share(label, &With::Team("Payroll".to_owned())).unwrap();
    }

    pub fn replace(&self, label: &str, key: &str) {
        let draft = self.alice.read(key);
        let request = app::view::AddRequest { replace: true, ..super::request(&draft, label) };
        self.alice.app.add_found(&request).unwrap();
    }

    pub fn confirm(&self, label: &str) {
        let id = self.alice.app.find_whole(label).unwrap().id.to_string();
        self.alice.app.confirm_key(&id, true).unwrap();
    }

    /// VAT gets a new key and password, and Bob signs for Sam.
    pub fn replace_and_sign(&self) {
        self.replace("VAT", NEW_KEYS[0]);
        self.confirm("VAT");
        self.alice.app.set_step("VAT", StepView::PasswordChanged, StepAnswerView::Yes).unwrap();
        self.sync();
        self.bob.app.sign_off("Sam", "").unwrap();
        self.sync();
    }

    pub fn answer(&self, question: QuestionView, choice: ChoiceView) {
        self.alice.app.answer_leaving("Sam", &answer(question, choice)).unwrap();
    }

    /// Answers all that is asked of everybody.
    pub fn answer_all(&self) {
        for question in [
            QuestionView::AnythingElse,
            QuestionView::ServiceAdministrator,
            QuestionView::PhoneNumber,
            QuestionView::FirmPhone,
            QuestionView::OwnSignIns,
        ] {
            self.answer(question, ChoiceView::No);
        }
        self.answer(QuestionView::KnewPasswords, ChoiceView::Yes);
        self.answer(QuestionView::Told, ChoiceView::Yes);
    }
}

pub fn answer(question: QuestionView, choice: ChoiceView) -> AnswerRequest {
    AnswerRequest {
        question,
        account: None,
        choice,
        person: None,
        due: None,
        text: String::new(),
        route: None,
        key: None,
    }
}

pub fn leaving(kind: DepartureKindView) -> LeavingRequest {
    LeavingRequest {
        who: Leaver::Person("Sam".to_owned()),
        kind,
        last_day: None,
        note: String::new(),
        teams: vec![],
    }
}

pub fn give(route: RouteView) -> GiveRequest {
    GiveRequest {
        account: "VAT".to_owned(),
        person: "Sam".to_owned(),
        route,
        due: None,
        reason: String::new(),
        request: None,
    }
}

pub fn states(view: &DepartureView) -> Vec<(&str, ReplacingView)> {
    view.accounts.iter().map(|one| (one.label.as_str(), one.state)).collect()
}

//! Ten years of a firm: each year a tenth of the people leave and as many come, keys are replaced, and
//! some are given on paper.

use anyhow::Result;
use ledger::op::TeamPeople;
use ledger::{AccountId, Giving, PersonId, Removal, Route, Target, Time, VersionRef};
use seal::make_secret;

use crate::town::Town;

const YEARS: u64 = 10;
const YEAR: u64 = 365 * 24 * 3600;

/// Of so many accounts one gets a new key in a year, and of as many people one is given paper.
const ONE_OF: usize = 50;

impl Town {
    /// Lets the years pass.
    pub fn grow_old(&mut self) -> Result<()> {
        for year in 0..YEARS {
            self.now = Time(self.now.0 + YEAR);
            self.give_paper(year)?;
            self.change_people()?;
            self.replace_keys(year)?;
        }
        Ok(())
    }

    fn give_paper(&mut self, year: u64) -> Result<()> {
        let accounts = self.some_accounts(year);
        let people: Vec<PersonId> = self.staff().into_iter().step_by(ONE_OF).collect();
        for (account, to) in accounts.into_iter().zip(people) {
            let (firm, mut ctx) = self.at_work(0);
            let Some(version) = firm.state().heads(account).into_iter().next() else { continue };
            let giving = Giving {
                at: VersionRef { account, version },
                to,
                route: Route::Paper,
                due: None,
                reason: "no computer".to_owned(),
                request: None,
            };
            let (_, objects) = firm.give(&giving, &mut ctx)?;
            self.publish(0, objects)?;
        }
        Ok(())
    }

    /// The people who were there first go, and others come into their teams.
    fn change_people(&mut self) -> Result<()> {
        let count = (self.size.people() / 10).max(1);
        let going: Vec<PersonId> = self.staff().into_iter().take(count).collect();
        let (mut joining, mut ops) = (Vec::new(), Vec::new());
        for gone in &going {
            let (of_one, person) = self.newcomer_ops()?;
            ops.extend(of_one);
            joining.push((*gone, person));
        }
        self.author(0, ops)?;
        let state = self.replicas[0].0.state();
        let teams: Vec<TeamPeople> = state
            .teams
            .iter()
            .filter_map(|(group, team)| {
                let came = joining.iter().filter(|(gone, _)| team.people.contains(gone));
                let add: Vec<PersonId> = came.map(|(_, person)| *person).collect();
                (!add.is_empty()).then_some(TeamPeople { group: *group, add, remove: Vec::new() })
            })
            .collect();
        self.author(0, teams.into_iter().map(Into::into).collect())?;
        let targets = going.into_iter().map(Target::Person).collect();
        let removal = Removal { targets, cuts: Default::default(), reason: "left".to_owned() };
        let (firm, mut ctx) = self.at_work(0);
        let objects = firm.remove(&removal, &mut ctx)?;
        self.publish(0, objects)?;
        self.repair()
    }

    fn replace_keys(&mut self, year: u64) -> Result<()> {
        for account in self.some_accounts(year) {
            let key = make_secret(&mut self.entropy, 20)?;
            let (firm, mut ctx) = self.at_work(0);
            let (_, objects) = firm.new_key(account, &key, &mut ctx)?;
            self.publish(0, objects)?;
        }
        Ok(())
    }

    fn some_accounts(&mut self, year: u64) -> Vec<AccountId> {
        let all = self.replicas[0].0.state().accounts.keys().copied();
        let from = usize::try_from(year).unwrap_or_default() % ONE_OF;
        all.skip(from).step_by(ONE_OF).collect()
    }

    /// Who is in the firm and administers nothing, in the order in which they came; but for who will
    /// leave when it is measured.
    fn staff(&mut self) -> Vec<PersonId> {
        let (last, people) = (self.people[self.size.leaver()], self.people.clone());
        let state = self.replicas[0].0.state();
        let administrators = state.administrators();
        let is_staff = |person: &PersonId| {
            *person != last && !administrators.contains(person) && !state.has_left(*person)
        };
        people.into_iter().filter(is_staff).collect()
    }
}

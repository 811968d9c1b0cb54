//! What befalls devices and stores beside bad transport.

use store::{Memory, Store};

use crate::view::ready;
use crate::world::World;

impl World {
    /// Something of what this history allows happens to `who`.
    pub(crate) fn misfortune(&mut self, who: usize) {
        let harsh = self.harsh;
        let name = self.clients[who].name.clone();
        let said = match self.dice.below(8) {
            0 | 1 if harsh.crashes => self.crash(who),
            2 if harsh.roll_backs && self.clients[who].view.roll_back() => {
                format!("{name}'s folder is put back")
            }
            3 if harsh.deletions => self.delete(),
            4 if harsh.deletions => {
                self.clients[who].view.resurrect().map_or_else(String::new, |gone| {
                    format!("{gone} comes back from {name}'s folder as it was")
                })
            }
            5 if harsh.stale => {
                let stale = self.clients[who].view.toggle_stale();
                format!(
                    "{name}'s folder lists {}",
                    if stale { "old names" } else { "what is there" }
                )
            }
            6 if harsh.clocks => {
                let days = self.dice.below(60);
                self.clients[who].skew = (days as i64 - 30) * 86_400;
                format!("{name}'s clock is {} days off", days as i64 - 30)
            }
            7 if harsh.universes && self.stores.len() == 1 => self.part(),
            _ if harsh.disks && who > 0 => self.disk(who),
            _ => return,
        };
        self.story.tell(said);
    }

    fn crash(&mut self, who: usize) -> String {
        let calls = self.dice.below(40);
        let client = &mut self.clients[who];
        let name = &client.name;
        match calls % 3 {
            0 => {
                let said = format!("{name} is switched off");
                client.crash();
                said
            }
            1 => {
                client.view.die_after(Some(calls));
                format!("{name} will die after {calls} calls to its folder")
            }
            _ => {
                client.disk.calls_left = Some(calls / 8);
                format!("{name} will die after {} calls to its disk", calls / 8)
            }
        }
    }

    fn delete(&mut self) -> String {
        let names: Vec<_> = self.stores[0].contents().into_keys().collect();
        let Some(name) = self.dice.pick(&names) else { return String::new() };
        ready(self.stores[0].delete(&name)).unwrap_or_default();
        let said = format!("somebody deletes {name}");
        self.deleted.insert(name);
        said
    }

    /// From now on there are two stores, each of which some devices are shown.
    fn part(&mut self) -> String {
        let other = Memory::holding(self.stores[0].contents());
        let mut there = Vec::new();
        for client in &self.clients {
            if self.dice.once_in(2) {
                client.view.move_to(other.clone());
                there.push(client.name.clone());
            }
        }
        self.stores.push(other);
        format!("{} are shown another store", there.join(", "))
    }

    fn disk(&mut self, who: usize) -> String {
        let choice = self.dice.below(5);
        let client = &mut self.clients[who];
        let name = client.name.clone();
        match choice {
            0 => {
                client.lose_disk();
                format!("{name} loses its disk")
            }
            1 | 2 if client.backups() > 0 => {
                let index = self.dice.below(client.backups());
                client.put_back(index);
                format!("{name}'s disk is put back to copy {index}")
            }
            _ => {
                client.back_up();
                format!("{name}'s disk is copied")
            }
        }
    }
}

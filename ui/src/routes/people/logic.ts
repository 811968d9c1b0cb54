/** People, their devices and teams, as the page shows them. Pure. */
import type { DeviceView, PersonView, RoleView, TeamView } from '$lib/host/types';
import { daysSince } from '$lib/text/dates';

/** After so many days without a sign a device is said to be away. */
const AWAY_DAYS = 7;

/** How recently a device was heard of, as a message id with its days. */
export function seen(last: number | null, now: number): { id: 'seen-never' | 'seen-today' | 'seen-days' | 'seen-away'; days: number } {
  if (last === null) return { id: 'seen-never', days: 0 };
  const days = daysSince(last, now);
  if (days === 0) return { id: 'seen-today', days };
  return { id: days >= AWAY_DAYS ? 'seen-away' : 'seen-days', days };
}

/** The devices of a person that are in use. */
export function devicesOf(person: PersonView, devices: readonly DeviceView[]): DeviceView[] {
  return devices.filter((device) => device.person === person.name && device.stopped_at === null);
}

/** The device of a person that was heard of last. */
export function lastSeen(devices: readonly DeviceView[]): number | null {
  return devices.reduce<number | null>((latest, { last_seen: at }) => (at !== null && (latest === null || at > latest) ? at : latest), null);
}

/** The teams that people know by name: none of those that hold what one person has alone. */
export const namedTeams = (teams: readonly TeamView[]): TeamView[] => teams.filter((team) => !team.of_one);

/** Those who are in, and those who left. */
export function split(people: readonly PersonView[]): { here: PersonView[]; left: PersonView[] } {
  return { here: people.filter((person) => person.left_at === null), left: people.filter((person) => person.left_at !== null) };
}

/** What somebody can be made. */
export type Promotion = 'deputy' | 'administrator';

/** What a person of a role can be made: always more than they are. */
export function promotions(role: RoleView | null): Promotion[] {
  if (role === null || role === 'administrator') return [];
  return role === 'staff' ? ['deputy', 'administrator'] : ['administrator'];
}

/** Two letters of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  return `${words[0]?.charAt(0) ?? ''}${last.charAt(0)}`.toUpperCase();
}

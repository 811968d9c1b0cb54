/** A believable small firm for pages opened in a browser and for their tests. */
import type { ApprovalView, DepartureView, DeviceView, FirmView, GivenView, HoldersView, PersonView, RequestView, TeamView, VoidView } from '../types';

const DAY = 86_400;
/** When the sample keys in use were made. */
const MADE = 1_790_000_000;

/** Everything the sample host knows of a firm. */
export interface FirmData {
  view: FirmView;
  people: PersonView[];
  devices: DeviceView[];
  teams: TeamView[];
  requests: RequestView[];
  voided: VoidView[];
  /** Keys that were given by another route than this program. */
  given: GivenView[];
  approvals: ApprovalView[];
  /** Whether the firm's rules ask for a second administrator before a key leaves. */
  twoPeople: boolean;
  departures: DepartureView[];
}

/** How the sample firm is. */
export type FirmSample = 'administrator' | 'alone' | 'deputy' | 'staff' | 'auditor' | 'waiting' | 'removed' | 'trouble' | 'leaver';

/** The digits of whoever answered an invite, and of a device that waits. */
export const DIGITS = '4821 9935 0176 2240 8613';

/** The words of both sheets of every sample kit, by place. */
export const wordOfSheet = (side: 'a' | 'b', place: number): string => `${side === 'a' ? 'amber' : 'brick'}${place}`;

/** An id as the firm's are. */
export const firmId = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '').padEnd(26, 'a').slice(0, 26);

function view(now: number, over: Partial<FirmView>): FirmView {
  const base = { name: 'Hart & Lowe', place: '/srv/practice/sixboard', person: 'Sarah Hart', role: 'administrator' as const, waiting: false, digits: null, removed: false, kit_used: false, shared_sign_in: false };
  const counts = { founded_here: false, people: 5, devices: 6, administrators: 2, accounts: 3, unsent: 0 };
  return { ...base, ...counts, synced_at: now - 40, last_news: now - 130, kit_checked: now - 90 * DAY, two_people: false, keep_use_months: 24, must_replace: [], alarms: [], ...over };
}

/** A person. */
export function person(name: string, over: Partial<PersonView> = {}): PersonView {
  return { id: firmId(name), name, role: 'staff', teams: [], devices: 1, left_at: null, ...over };
}

/** A device. */
export function device(owner: string, name: string, seen: number | null, over: Partial<DeviceView> = {}): DeviceView {
  return { id: firmId(`${owner}${name}`), name, person: owner, this: false, last_seen: seen, stopped_at: null, ...over };
}

const SHARED = ['HMRC agent services – Leeds', 'HMRC online services – Income Tax – London', 'Companies House – filing'];

/** A key that was given. */
export function given(over: Partial<GivenView>): GivenView {
  const base = { id: firmId(`${over.person ?? ''}${over.route ?? ''}`), label: SHARED[1] ?? '', version: 2, in_use: true, person: 'Ann Cole', route: 'paper' as const, number: null, by: 'Sarah Hart' };
  return { ...base, at: 0, due: null, reason: 'No computer at home', approved_by: null, fate: null, outstanding: false, ...over };
}

/** What a firm at work gave out: paper that is late, paper that is not, a phone, and what is over. */
function givenByThen(now: number): Pick<FirmData, 'given' | 'approvals' | 'twoPeople'> {
  return {
    given: [
      given({ number: 17, at: now - 9 * DAY, due: now - 2 * DAY, outstanding: true }),
      given({ person: 'Tom Reid', number: 18, at: now - DAY, due: now + 6 * DAY, outstanding: true, label: SHARED[0] ?? '' }),
      given({ person: 'Sarah Hart', route: 'phone', at: now - 30 * DAY, fate: 'received', reason: 'Works from home' }),
      given({ person: 'Sam Ode', number: 12, at: now - 60 * DAY, due: now - 53 * DAY, fate: 'returned', version: 1, in_use: false }),
    ],
    approvals: [],
    twoPeople: false,
  };
}

function five(now: number): FirmData {
  return {
    view: view(now, {}),
    people: [
      person('Ann Cole', { teams: ['Tax'] }),
      person('Dev Lowe', { role: 'administrator', teams: ['Tax', 'Payroll'] }),
      person('Priya Shah', { role: 'deputy', teams: ['Tax'] }),
      person('Sarah Hart', { role: 'administrator', teams: ['Tax'], devices: 2 }),
      person('Tom Reid', { teams: ['Payroll'] }),
      person('Sam Ode', { role: null, devices: 0, left_at: now - 20 * DAY }),
    ],
    devices: [
      device('Ann Cole', 'Ann laptop', now - 12 * DAY),
      device('Dev Lowe', 'Dev PC', now - 3 * 3600),
      device('Priya Shah', 'Priya laptop', now - 20 * 60),
      device('Sarah Hart', 'Office PC', now - 30, { this: true }),
      device('Sarah Hart', 'Home laptop', now - 2 * DAY),
      device('Tom Reid', 'Reception PC', null),
      device('Sam Ode', 'Sam laptop', now - 21 * DAY, { stopped_at: now - 20 * DAY }),
    ],
    teams: [
      { id: firmId('Payroll'), name: 'Payroll', people: ['Dev Lowe', 'Tom Reid'], accounts: [], of_one: false },
      { id: firmId('Tax'), name: 'Tax', people: ['Ann Cole', 'Dev Lowe', 'Priya Shah', 'Sarah Hart'], accounts: [...SHARED], of_one: false },
    ],
    requests: [
      { name: 'Jo Bell', expires: now + 2 * DAY - 3600, device: 'Jo laptop', problem: null },
      { name: 'Kim Fox', expires: now + DAY, device: null, problem: null },
    ],
    voided: [],
    ...givenByThen(now),
    departures: [],
  };
}

/** The firm right after it was set up. */
export function aloneFirm(now: number, over: Partial<FirmView> = {}): FirmData {
  const me = over.person ?? 'Sarah Hart';
  return {
    view: view(now, { founded_here: true, people: 1, devices: 1, administrators: 1, accounts: 0, last_news: now, ...over }),
    people: [person(me, { role: 'administrator' })],
    devices: [device(me, 'Office PC', now, { this: true })],
    teams: [],
    requests: [],
    voided: [],
    given: [],
    approvals: [],
    twoPeople: false,
    departures: [],
  };
}

/** A firm as a sample name says. */
export function sampleFirm(sample: FirmSample, now: number): FirmData {
  const firm = five(now);
  const as = (over: Partial<FirmView>) => ({ ...firm, view: { ...firm.view, ...over } });
  const nobody = { name: null, person: null, role: null, last_news: null, synced_at: null };
  if (sample === 'alone') return aloneFirm(now);
  if (sample === 'deputy') return as({ person: 'Priya Shah', role: 'deputy', kit_checked: null });
  if (sample === 'staff') return as({ person: 'Ann Cole', role: 'staff', kit_checked: null });
  if (sample === 'auditor') return as({ person: 'Lee Marsh', role: 'auditor', kit_checked: null });
  if (sample === 'waiting') return as({ ...nobody, waiting: true, digits: DIGITS });
  if (sample === 'removed') return as({ person: 'Ann Cole', role: null, removed: true });
  if (sample === 'trouble') {
    const alarms = [{ code: 'rolled-back', person: 'Tom Reid', device: 'Reception PC' }];
    const voided = [
      { id: 'v'.repeat(52), person: 'Sam Ode', device: 'Sam laptop', at: now - 20 * DAY, acts: [{ id: 'void-key', name: SHARED[1] ?? '' }, { id: 'void-device', name: 'Spare laptop' }] },
      { id: 'w'.repeat(52), person: 'Sam Ode', device: 'Sam laptop', at: now - 19 * DAY, acts: [{ id: 'void-account', name: '' }] },
    ];
    return { ...as({ unsent: 2, synced_at: now - 3 * DAY, last_news: now - 12 * DAY, must_replace: ['Companies House – filing'], alarms }), voided };
  }
  return firm;
}

/** Who has a shared account. */
export function sampleHolders(firm: FirmData, label: string): HoldersView {
  const teams = firm.teams.filter((team) => team.accounts.includes(label));
  const groups = teams.filter((team) => !team.of_one);
  const people = new Set(teams.flatMap((team) => team.people));
  for (const one of firm.people) if (one.role === 'administrator') people.add(one.name);
  const devices = firm.devices.filter((one) => one.stopped_at === null && people.has(one.person));
  return {
    id: label,
    label,
    version: 2,
    teams: groups.map((team) => team.name),
    people: teams.filter((team) => team.of_one).map((team) => team.name),
    devices: devices.map((one) => ({ person: one.person, device: one.name, this: one.this, version: one.last_seen === null ? null : one.name === 'Ann laptop' ? 1 : 2, last_seen: one.last_seen })),
    keys: [
      { version: 1, by: 'Dev Lowe', at: MADE - 40 * DAY },
      { version: 2, by: 'Sarah Hart', at: MADE },
    ],
  };
}

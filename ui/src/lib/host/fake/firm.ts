/** The sample host's part for the firm. */
import type { Done, FirmForm, Host, InviteRequest, Leaver, PlaceForm, RoleView, SignInForm, Wants, With } from '../types';
import { aloneFirm, device, DIGITS, person, sampleHolders, wordOfSheet, type FirmData } from './firm-data';
import { fakeError, type FakeVault } from './vault';

const DAY = 86_400;
const ASKED: [[number, number], [number, number]] = [
  [4, 19],
  [2, 11],
];

/** A picture of nothing, one pixel. */
export const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==';

type FirmCommands = Pick<
  Host,
  | 'firm' | 'syncFirm' | 'chooseFolder' | 'draftFirm' | 'showSheet' | 'sheetPicture' | 'printSheet' | 'closeSheet' | 'proveSheet' | 'foundFirm' | 'dropKit' | 'checkKit' | 'draftKit' | 'putKitInForce'
  | 'wants' | 'moveFirm' | 'setPlaceHere' | 'setSignIn' | 'joinFirm' | 'stopJoining' | 'people' | 'devices' | 'teams' | 'requests' | 'invite' | 'invitePicture' | 'copyInvite' | 'forgetInvite' | 'answeredDigits'
  | 'appoint' | 'voidWork' | 'doAgain' | 'approve' | 'closeInvite' | 'createTeam' | 'addToTeam' | 'removeFromTeam' | 'previewRemoval' | 'holders' | 'share' | 'unshare'
>;

const done = <T>(value: T): Done<T> => ({ value, unsent: null });
const digitsOf = (text: string) => text.replace(/\D/g, '');
const nameOf = (target: With) => ('team' in target ? target.team : target.person);

function firmOf(vault: FakeVault): FirmData {
  if (vault.firm === null) throw fakeError('firm.none');
  return vault.firm;
}

function change(vault: FakeVault, over: Partial<FirmData>): void {
  vault.firm = { ...firmOf(vault), ...over };
}

function setView(vault: FakeVault, over: Partial<FirmData['view']>): void {
  change(vault, { view: { ...firmOf(vault).view, ...over } });
}

/** Sheets of the sample kit are 24 words; the word "zoo" is on none. */
function checkSheets(sheets: [string, string]): void {
  const [a, b] = sheets.map((sheet) => sheet.trim().split(/\s+/));
  if (a?.length !== 24 || b?.length !== 24) throw fakeError('kit.count');
  if (sheets.some((sheet) => sheet.includes('zoo'))) throw fakeError('kit.word', { place: '7' });
  if (sheets[0] === sheets[1]) throw fakeError('kit.same');
}

/** What the sample server wants; only folders want nothing. */
const SCHEMES: [string, Wants, string][] = [
  ['https://', 'password_or_token', 'a user name and a password, or a token'],
  ['postgres://', 'password', 'a user name and a password'],
  ['s3://', 'access_key', 'an access key'],
  ['azure://', 'azure_key', 'an account key or a shared access signature'],
  ['gs://', 'google_key', "a service account's key or a token"],
];

function wantsOf(address: string): { wants: Wants; words: string } {
  if (address.startsWith('/')) return { wants: 'nothing', words: '' };
  const found = SCHEMES.find(([scheme]) => address.startsWith(scheme));
  if (found === undefined) throw fakeError('firm.address', { cause: 'it is not the full path of a folder' });
  return { wants: found[1], words: found[2] };
}

/** Looks at a place as the program does before it uses it. */
function checkPlace({ address, sign_in }: PlaceForm): void {
  const { wants, words } = wantsOf(address);
  if (wants !== 'nothing') checkSignIn(sign_in, words);
  if (address.includes('taken')) throw fakeError('firm.place-taken', { address });
}

function checkSignIn(sign_in: SignInForm | null, words: string): void {
  if (sign_in === null) throw fakeError('store.sign-in-missing', { wants: words });
  if (sign_in.secret === 'wrong') throw fakeError('store.sign-in', { cause: '401' });
}

/** Where the firm is kept. */
function placing(vault: FakeVault) {
  const other = (address: string) => {
    if (address.includes('other')) throw fakeError('firm.place-other', { address });
  };
  return {
    wants: async (address: string) => wantsOf(address).wants,
    moveFirm: async (place: PlaceForm) => {
      checkPlace(place);
      setView(vault, { place: place.address, shared_sign_in: place.shared });
      return done(vault.options.folder === 'gone' ? fakeError('store.gone', { cause: 'not found' }) : null);
    },
    setPlaceHere: async (place: PlaceForm) => {
      checkPlace(place);
      other(place.address);
      setView(vault, { place: place.address });
      return null;
    },
    setSignIn: async (sign_in: SignInForm, for_all: boolean) => {
      checkSignIn(sign_in, '');
      if (for_all) setView(vault, { shared_sign_in: true });
      return done(null);
    },
  };
}

/** Setting up and joining. */
function entering(vault: FakeVault) {
  let draft: FirmForm | null = null;
  const proven = new Set<string>();
  return {
    chooseFolder: async () => '/srv/practice/sixboard',
    draftFirm: async (request: FirmForm) => {
      if (vault.status.protection !== 'passphrase') throw fakeError('firm.passphrase');
      checkPlace(request.place);
      draft = request;
      proven.clear();
      return { asked: ASKED };
    },
    showSheet: async () => null,
    sheetPicture: async () => PIXEL,
    printSheet: async () => null,
    closeSheet: async () => null,
    proveSheet: async (side: 'a' | 'b', words: string[]) => {
      const places = ASKED[side === 'a' ? 0 : 1] ?? [0, 0];
      if (words.some((word, index) => word.trim().toLowerCase() !== wordOfSheet(side, places[index] ?? 0))) throw fakeError('kit.typed');
      proven.add(side);
      return null;
    },
    foundFirm: async () => {
      if (draft === null || proven.size < 2) throw fakeError('kit.unproven');
      const { name, person: me, place } = draft;
      vault.firm = aloneFirm(vault.now(), { name, person: me, place: place.address, shared_sign_in: place.shared, kit_checked: vault.now() });
      return done(null);
    },
    dropKit: async () => {
      draft = null;
      return null;
    },
    checkKit: async (sheets: [string, string]) => {
      checkSheets(sheets);
      setView(vault, { kit_checked: vault.now() });
      return null;
    },
    draftKit: async (sheets: [string, string]) => {
      checkSheets(sheets);
      proven.clear();
      return { asked: ASKED };
    },
    putKitInForce: async () => {
      if (proven.size < 2) throw fakeError('kit.unproven');
      setView(vault, { kit_checked: vault.now(), kit_used: false });
      return done(null);
    },
    joinFirm: async (code: string, place: PlaceForm) => {
      if (!/^[a-z2-7]{26}$/i.test(code.replace(/[\s-]/g, ''))) throw fakeError('invite.code');
      checkPlace(place);
      if (place.address.includes('empty')) throw fakeError('invite.not-there');
      const waiting = { name: null, person: null, role: null, waiting: true, digits: DIGITS, place: place.address, last_news: null, synced_at: null };
      vault.firm = aloneFirm(vault.now(), waiting);
      return null;
    },
    stopJoining: async () => {
      vault.firm = null;
      return null;
    },
  };
}

/** Inviting and letting in. */
function inviting(vault: FakeVault) {
  const roles = new Map<string, InviteRequest>();
  const request = (name: string) => {
    const found = firmOf(vault).requests.find((one) => one.name === name);
    if (found === undefined) throw fakeError('invite.none', { name });
    return found;
  };
  const close = (name: string) => change(vault, { requests: firmOf(vault).requests.filter((one) => one.name !== name) });
  return {
    requests: async () => firmOf(vault).requests,
    invite: async (asked: InviteRequest) => {
      const { people, requests } = firmOf(vault);
      if (asked.name.trim() === '') throw fakeError('firm.name', { most: '100' });
      if (!asked.further_device && people.some((one) => one.name === asked.name)) throw fakeError('firm.person-taken', { name: asked.name });
      const expires = vault.now() + 2 * DAY;
      roles.set(asked.name, asked);
      change(vault, { requests: [...requests, { name: asked.name, expires, device: null, problem: null }] });
      return done({ name: asked.name, expires });
    },
    invitePicture: async () => PIXEL,
    copyInvite: async () => null,
    forgetInvite: async () => null,
    answeredDigits: async (name: string) => (request(name).device === null ? Promise.reject(fakeError('invite.no-answer', { name })) : DIGITS),
    approve: async (name: string, digits: string) => {
      const { device: label } = request(name);
      if (label === null) throw fakeError('invite.no-answer', { name });
      if (digitsOf(digits) !== digitsOf(DIGITS)) throw fakeError('invite.digits');
      close(name);
      const { role, teams } = roles.get(name) ?? { role: 'staff' as const, teams: [] };
      const firm = firmOf(vault);
      change(vault, { people: [...firm.people, person(name, { role, teams })], devices: [...firm.devices, device(name, label, vault.now())] });
      setView(vault, { people: firm.view.people + 1, administrators: firm.view.administrators + (role === 'administrator' ? 1 : 0) });
      return done(name);
    },
    closeInvite: async (name: string) => {
      request(name);
      close(name);
      return null;
    },
  };
}

/** Teams, and who leaves. */
function grouping(vault: FakeVault) {
  const inTeam = (team: string, people: string[]) =>
    change(vault, {
      teams: firmOf(vault).teams.map((one) => (one.name === team ? { ...one, people } : one)),
      people: firmOf(vault).people.map((one) => ({ ...one, teams: people.includes(one.name) ? [...new Set([...one.teams, team])] : one.teams.filter((other) => other !== team) })),
    });
  const peopleOf = (team: string) => firmOf(vault).teams.find((one) => one.name === team)?.people ?? [];
  /** Who leaves, with the devices that stop. */
  const leaving = (leaver: Leaver) => {
    const { devices, people } = firmOf(vault);
    const name = 'person' in leaver ? people.find((one) => one.id === leaver.person)?.name : devices.find((one) => one.id === leaver.device)?.person;
    if (name === undefined) throw fakeError('firm.no-person', { name: '' });
    const stop = 'person' in leaver ? devices.filter((one) => one.person === name && one.stopped_at === null) : devices.filter((one) => one.id === leaver.device);
    return { name, stop };
  };
  const seen = (name: string) => [...new Set(firmOf(vault).teams.filter((team) => team.people.includes(name)).flatMap((team) => team.accounts))];
  return {
    people: async () => firmOf(vault).people,
    devices: async () => firmOf(vault).devices,
    teams: async () => firmOf(vault).teams,
    createTeam: async (name: string) => {
      const { teams } = firmOf(vault);
      if (teams.some((team) => team.name.toLowerCase() === name.trim().toLowerCase())) throw fakeError('firm.team-taken', { name });
      change(vault, { teams: [...teams, { id: name.toLowerCase().padEnd(26, 'a'), name: name.trim(), people: [], accounts: [], of_one: false }] });
      return done(name);
    },
    addToTeam: async (team: string, people: string[]) => {
      if (firmOf(vault).view.administrators < 2) throw fakeError('firm.second-administrator');
      inTeam(team, [...new Set([...peopleOf(team), ...people])].sort());
      return done(null);
    },
    removeFromTeam: async (team: string, people: string[]) => {
      inTeam(team, peopleOf(team).filter((one) => !people.includes(one)));
      return done(null);
    },
    previewRemoval: async (leaver: Leaver) => {
      const { name, stop } = leaving(leaver);
      const teams = 'person' in leaver ? (firmOf(vault).people.find((one) => one.name === name)?.teams ?? []) : [];
      return { name, devices: stop.map((one) => one.name), teams, accounts: seen(name), let_in: name === 'Dev Lowe' ? ['Reception PC'] : [] };
    },
    appoint: async (id: string, role: RoleView) => {
      const { people, view } = firmOf(vault);
      const one = people.find((person) => person.id === id);
      if (one === undefined) throw fakeError('firm.no-person', { name: id });
      if (one.name === view.person) throw fakeError('firm.not-yours');
      change(vault, { people: people.map((person) => (person.id === id ? { ...person, role } : person)) });
      return done(null);
    },
    voidWork: async () => firmOf(vault).voided,
    doAgain: async (id: string) => {
      const { voided } = firmOf(vault);
      if (!voided.some((one) => one.id === id)) throw fakeError('firm.unknown');
      change(vault, { voided: voided.filter((one) => one.id !== id) });
      return done(null);
    },
  };
}

/** Sharing. */
function sharing(vault: FakeVault) {
  const teamFor = (to: With) => {
    const { teams } = firmOf(vault);
    const found = teams.find((team) => team.name === nameOf(to) && team.of_one === 'person' in to);
    if (found !== undefined || 'team' in to) return found;
    const made = { id: to.person.toLowerCase().padEnd(26, 'b'), name: to.person, people: [to.person], accounts: [], of_one: true };
    change(vault, { teams: [...teams, made] });
    return made;
  };
  const setAccounts = (name: string, accounts: string[]) => change(vault, { teams: firmOf(vault).teams.map((team) => (team.name === name ? { ...team, accounts } : team)) });
  return {
    holders: async (id: string) => sampleHolders(firmOf(vault), vault.account(id).label),
    share: async (id: string, to: With) => {
      const { label, period } = vault.account(id);
      if (firmOf(vault).view.administrators < 2) throw fakeError('firm.second-administrator');
      if (period === null) throw fakeError('firm.counter');
      const team = teamFor(to);
      if (team === undefined) throw fakeError('firm.no-team', { name: nameOf(to) });
      setAccounts(team.name, [...new Set([...team.accounts, label])]);
      vault.change(id, { ofFirm: true });
      return done(label);
    },
    unshare: async (id: string, to: With) => {
      const { label } = vault.account(id);
      const team = teamFor(to);
      if (team === undefined || !team.accounts.includes(label)) throw fakeError('firm.not-shared', { label });
      setAccounts(team.name, team.accounts.filter((one) => one !== label));
      setView(vault, { must_replace: [label] });
      return done([label]);
    },
  };
}

/** The commands of the firm. */
export function makeFakeFirm(vault: FakeVault): FirmCommands {
  return {
    ...entering(vault),
    ...placing(vault),
    ...inviting(vault),
    ...grouping(vault),
    ...sharing(vault),
    firm: async () => {
      if (vault.options.firmProblem !== null) throw fakeError(vault.options.firmProblem);
      return vault.firm?.view ?? null;
    },
    syncFirm: async () => {
      if (vault.options.firmProblem !== null) throw fakeError(vault.options.firmProblem);
      const { view } = firmOf(vault);
      if (vault.options.folder === 'gone') throw fakeError('store.gone', { cause: 'not found' });
      if (view.removed) throw fakeError('firm.removed');
      setView(vault, { synced_at: vault.now(), unsent: 0 });
      return { received: 0, sent: view.unsent, mended: 0, waiting: view.waiting };
    },
  };
}

/** The sample host's part for keys that leave the program. */
import type { ApprovalView, Done, FateView, GivenView, GiveRequest, Host, OnPaper } from '../types';
import type { FirmData } from './firm-data';
import { PIXEL } from './firm';
import { fakeError, type FakeVault } from './vault';

const DAY = 86_400;
/** Seconds for which a key, or the words of a file, are shown. */
const SHOWN = 60;
const WORDS_SHOWN = 300;

type GivingCommands = Pick<Host, 'unlockAgain' | 'showKey' | 'shownKey' | 'keyPicture' | 'keyTaken' | 'closeKey' | 'giveFile' | 'handOut' | 'givenKeys' | 'setGiven' | 'askApproval' | 'approvals' | 'answerApproval'>;

const done = <T>(value: T): Done<T> => ({ value, unsent: null });
const OVER: ReadonlySet<FateView | null> = new Set(['returned', 'destroyed', 'lost']);

function firmOf(vault: FakeVault): FirmData {
  if (vault.firm === null) throw fakeError('firm.none');
  return vault.firm;
}

/** Whether what was given is to come back and has not. */
const isOut = (given: GivenView): boolean => (given.route === 'paper' || given.route === 'file') && !OVER.has(given.fate);

/** The commands of keys that leave the program. */
export function makeFakeGiving(vault: FakeVault): GivingCommands {
  let shown: { id: string; seconds: number; until: number } | null = null;
  const change = (over: Partial<FirmData>) => (vault.firm = { ...firmOf(vault), ...over });
  const find = (id: string) => {
    const found = firmOf(vault).given.find((one) => one.id === id);
    if (found === undefined) throw fakeError('given.none', { number: id });
    return found;
  };

  /** The firm's id of a sample account is its label. */
  const labelOf = (account: string) => vault.list.accounts.find((one) => one.ofFirm && one.label === account)?.label ?? vault.account(account).label;

  function give(request: GiveRequest): GivenView {
    vault.mustBeFresh();
    const { given, approvals, twoPeople, view } = firmOf(vault);
    const approved = approvals.find((one) => one.id === request.request && one.granted === true && !one.used);
    if (twoPeople && approved === undefined) throw fakeError('firm.needs-approval');
    const number = request.route === 'paper' ? Math.max(0, ...given.map((one) => one.number ?? 0)) + 1 : null;
    const label = labelOf(request.account);
    const { person, route, reason } = request;
    const due = request.due ?? (route === 'paper' ? vault.now() + 7 * DAY : null);
    const made: GivenView = { id: `g${given.length}`.padEnd(26, 'a'), label, version: 2, in_use: true, person, route, number, by: view.person ?? '', at: vault.now(), due, reason, approved_by: approved?.answered_by ?? null, fate: null, outstanding: route === 'paper' || route === 'file' };
    change({ given: [made, ...given], approvals: approvals.map((one) => (one === approved ? { ...one, used: true } : one)) });
    return made;
  }

  function setGiven(id: string, fate: FateView): Done<GivenView> {
    const before = find(id);
    const after = { ...before, fate };
    const now = { ...after, outstanding: isOut(after) };
    change({ given: firmOf(vault).given.map((one) => (one.id === id ? now : one)) });
    const { view } = firmOf(vault);
    if (fate === 'lost' && before.in_use) change({ view: { ...view, must_replace: [...new Set([...view.must_replace, before.label])] } });
    return done(now);
  }

  function show(request: GiveRequest, seconds: number): Done<GivenView> {
    const given = give(request);
    shown = { id: given.id, seconds, until: vault.now() + seconds };
    return done(given);
  }

  return {
    unlockAgain: async (passphrase) => {
      if (vault.passphrase !== null && passphrase !== vault.passphrase) throw fakeError('vault.wrong-passphrase');
      vault.unlockedAt = vault.now();
      return null;
    },
    showKey: async (request) => show(request, SHOWN),
    giveFile: async (request) => show(request, WORDS_SHOWN),
    shownKey: async () => {
      if (shown === null) throw fakeError('given.not-shown');
      return { given: find(shown.id), seconds: shown.seconds, until: shown.until };
    },
    keyPicture: async () => PIXEL,
    keyTaken: async () => {
      if (shown === null) throw fakeError('given.not-shown');
      setGiven(shown.id, 'received');
      shown = null;
      vault.tell('changed', null);
      return null;
    },
    closeKey: async () => {
      shown = null;
      return null;
    },
    handOut: async (request: GiveRequest, _: OnPaper) => done(give(request)),
    givenKeys: async () => [...firmOf(vault).given].sort((one, other) => Number(other.outstanding) - Number(one.outstanding) || other.at - one.at),
    setGiven: async (id, fate) => setGiven(id, fate),
    askApproval: async (request) => {
      const { approvals, view } = firmOf(vault);
      const label = labelOf(request.account);
      const { person, route, reason } = request;
      const asked: ApprovalView = { id: `r${approvals.length}`.padEnd(26, 'a'), label, person, route, reason, by: view.person ?? '', at: vault.now(), granted: null, answered_by: null, may_answer: false, used: false };
      change({ approvals: [asked, ...approvals] });
      return done(asked);
    },
    approvals: async () => firmOf(vault).approvals,
    answerApproval: async (id, granted) => {
      vault.mustBeFresh();
      const { approvals, view } = firmOf(vault);
      const asked = approvals.find((one) => one.id === id && one.granted === null);
      if (asked === undefined) throw fakeError('approval.none');
      const answered = { ...asked, granted, answered_by: view.person, may_answer: false };
      change({ approvals: approvals.map((one) => (one === asked ? answered : one)) });
      return done(answered);
    },
  };
}

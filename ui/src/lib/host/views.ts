// The view types of the window, as crates/app/src/view.rs writes them: camel case JSON, times in Unix seconds.

/** Whether there is a vault, and whether it is open. */
export type VaultState = 'absent' | 'locked' | 'unlocked' | 'blocked';

/** What protects the vault key. */
export type Protection = 'osSignIn' | 'passphrase';

/** The first thing a window asks for. */
export interface StatusView {
  /** Where the vault stands. */
  state: VaultState;
  /** What protects it; null when absent or blocked. */
  protection: Protection | null;
  /** Why it is blocked. */
  problem: ErrorView | null;
  /** Whether a backup should be offered, and why. */
  backup: BackupDue;
}

/** Whether the backup is older than the newest key. */
export type BackupDue = 'no' | 'never' | 'older';

/** An error as the window gets it. The words are in the message file under `err-` and `rec-`. */
export interface ErrorView {
  /** Stable code, such as `vault.key-missing`. */
  code: string;
  /** Whose turn it is. */
  kind: ErrorKind;
  /** Values for the message; never a secret. */
  args: Record<string, string>;
}

/** Whose turn it is after an error. */
export type ErrorKind = 'user' | 'locked' | 'denied' | 'offline' | 'damaged' | 'bug';

/** The list of codes, and what is wrong with it. */
export interface AccountsView {
  /** Accounts, last used first, then by label. */
  accounts: AccountView[];
  /** Records that cannot be read; their bytes are kept. */
  damaged: DamagedView[];
  /** Accounts removed less than 30 days ago, which can be put back. */
  removed: RemovedView[];
}

/** One account in the list. */
export interface AccountView {
  /** Internal identity, 32 hexadecimal digits. Labels may change, this does not. */
  id: string;
  /** Unique label. */
  label: string;
  /** Last four characters of the user ID. */
  userIdHint: string | null;
  /** Free note. */
  note: string | null;
  /** Service profile, such as `hmrc-asa`. */
  service: string | null;
  /** Issuer as the service wrote it. */
  issuer: string;
  /** Account name as the service wrote it. */
  account: string;
  /** Two letters beside the colour bar. */
  monogram: string;
  /** Place in the colour-blind-safe palette, 0 to 7. */
  colour: number;
  /** The colour stands for more than one service here, so a pattern is drawn too. */
  patterned: boolean;
  /** The last part of the label, shown as a tag. */
  office: string | null;
  /** Kind of code. */
  kind: CodeKind;
  /** `SHA1`, `SHA256` or `SHA512`. */
  algorithm: string;
  /** Characters of a code, 1 to 10. */
  digits: number;
  /** Seconds a code lasts; null for counter codes. */
  period: number | null;
  /** Key versions, newest first. */
  versions: KeyVersionView[];
  /** The service is known to take the previous code too. */
  grace: boolean;
  /** A sign-in page is known for the service. */
  signInPage: string | null;
  /** When a code was last copied on this device. */
  lastCopied: number | null;
  /** When the account was added. */
  createdAt: number;
  /** Another account whose label differs by one word. */
  lookAlike: LookAlikeView | null;
  /** The practice account of the first run. */
  practice: boolean;
}

/** Kind of code. */
export type CodeKind = 'totp' | 'hotp' | 'steam';

/** One key version of an account. */
export interface KeyVersionView {
  /** Counts from 1. */
  number: number;
  /** Where it stands. */
  state: KeyStateView;
  /** When it came in. */
  addedAt: number;
}

/** Where a key version stands. */
export type KeyStateView = 'current' | 'unconfirmed' | 'previous' | 'retired';

/** Another account whose label differs by one word. */
export interface LookAlikeView {
  /** The other label. */
  label: string;
  /** The words of this account's label that the other does not have. */
  words: string[];
}

/** A record that cannot be read. */
export interface DamagedView {
  /** Its identity. */
  id: string;
  /** What is wrong. */
  problem: ErrorView;
}

/** A removed account. */
export interface RemovedView {
  /** Its identity. */
  id: string;
  /** Its label. */
  label: string;
  /** Last four characters of the user ID. */
  userIdHint: string | null;
  /** When it was removed. */
  removedAt: number;
  /** When its keys are wiped. */
  wipedAt: number;
}

/** A code that is shown. The only view that holds one; asked for only while it is visible. */
export interface CodeView {
  /** The account. */
  id: string;
  /** The code, ungrouped; null when its key cannot be read, and `problem` says why. */
  code: string | null;
  /** The code after it, given in the last 15 seconds; null for counter codes. */
  next: string | null;
  /** The code of the earlier key, while a replacement is not confirmed. */
  previousKeyCode: string | null;
  /** First second at which the code counts. */
  validFrom: number;
  /** First second at which it does not. */
  validUntil: number;
  /** Why there is no code. */
  problem: ErrorView | null;
}

/** When to copy. */
export type CopyWhen = 'best' | 'now';

/** What a copy did. */
export interface CopyView {
  /** What happened. */
  outcome: CopyOutcome;
  /** The account. */
  id: string;
  /** Its label, for the toast. */
  label: string;
  /** Last four characters of the user ID, for the toast. */
  userIdHint: string | null;
  /** When the copied code, or the one waited for, stops counting; null for counter codes. */
  validUntil: number | null;
  /** When the fresh code starts, while waiting. */
  freshAt: number | null;
}

/** What a copy did. */
export type CopyOutcome = 'copied' | 'waiting' | 'again';

/** What was read and may be added. The keys stay behind; `draft` names them. */
export interface DraftView {
  /** Names the draft until it is used or discarded. */
  draft: string;
  /** Where it came from. */
  source: DraftSource;
  /** What can be added. */
  found: FoundView[];
  /** What cannot, and why. */
  skipped: SkippedView[];
  /** Parts of a transfer in several pictures. */
  batch: BatchView | null;
}

/** Where a draft came from. */
export type DraftSource = 'text' | 'picture' | 'clipboard' | 'screen';

/** One account that can be added. */
export interface FoundView {
  /** Place in the draft, from 0. */
  index: number;
  /** Issuer. */
  issuer: string;
  /** Account name. */
  account: string;
  /** Kind of code. */
  kind: CodeKind;
  /** `SHA1`, `SHA256` or `SHA512`. */
  algorithm: string;
  /** Characters of a code. */
  digits: number;
  /** Seconds a code lasts. */
  period: number | null;
  /** A label by the naming aid, free in this vault. */
  suggestedLabel: string;
  /** The service it seems to be. */
  service: string | null;
  /** The label under which this key is already here. */
  hereAs: string | null;
  /** Last four characters of the account name, when it looks like a user ID. */
  suggestedHint: string | null;
  /** The account name looks like somebody's own NHS or client sign-in: message ids. */
  cautions: string[];
}

/** Something that was read and cannot be added. */
export interface SkippedView {
  /** Where, such as `line 3` or `entry 2`. */
  place: string;
  /** Why. */
  problem: ErrorView;
}

/** Parts of a transfer in several pictures. */
export interface BatchView {
  /** How many were read. */
  read: number;
  /** How many there are. */
  size: number;
}

/** A request to add one found account. */
export interface AddRequest {
  /** The draft. */
  draft: string;
  /** Which one of it. */
  index: number;
  /** The label. */
  label: string;
  /** Last four characters of the user ID. */
  userIdHint: string | null;
  /** Free note. */
  note: string | null;
  /** Service profile. */
  service: string | null;
  /** Replace the key of the account that has this label. */
  replace: boolean;
}

/** What an add did. */
export interface AddView {
  /** What happened. */
  outcome: AddOutcome;
  /** The account: the new one, or the one in the way. */
  id: string;
  /** Its label. */
  label: string;
  /** When the one in the way was added. */
  since: number;
  /** A free label close to the one that is taken. */
  suggestion: string | null;
}

/** What an add did. */
export type AddOutcome = 'added' | 'replaced' | 'labelTaken' | 'sameKey';

/** What is to be said about a label while it is typed. */
export interface LabelView {
  /** Why it cannot be used. */
  problem: ErrorView | null;
  /** A free label close to it, when it is taken. */
  suggestion: string | null;
  /** Another account whose label differs by one word. */
  lookAlike: LookAlikeView | null;
  /** Message ids of advice, such as a client's name or sign-in. */
  cautions: string[];
}

/** A service of the naming aid. */
export interface ServiceView {
  /** Stable id, such as `hmrc-asa`. */
  id: string;
  /** Name as labels start with it. */
  name: string;
  /** Two letters. */
  monogram: string;
  /** Usual purposes. */
  purposes: string[];
}

/** What the person set. */
export interface SettingsView {
  /** Minutes without use until the vault locks; 0 is never. */
  idleLockMinutes: number;
  /** Codes stay hidden until asked for. */
  hideCodes: boolean;
  /** No seconds are shown. */
  hideSeconds: boolean;
  /** Letters alone are shortcuts (such as ?). */
  singleKeys: boolean;
  /** Light, dark or the system's. */
  theme: Theme;
  /** Who helps inside the firm; at most two. */
  contacts: ContactView[];
  /** When the last backup was written. */
  lastBackup: number | null;
}

/** Light or dark. */
export type Theme = 'system' | 'light' | 'dark';

/** Somebody who helps. */
export interface ContactView {
  /** Name. */
  name: string;
  /** Telephone number. */
  phone: string;
}

/** What a restore would do. Nothing is changed before it is applied. */
export interface PlanView {
  /** Names the opened backup until it is applied or discarded. */
  plan: string;
  /** When the backup was written. */
  writtenAt: number;
  /** It was written by another vault. */
  otherVault: boolean;
  /** What it holds. */
  rows: PlanRowView[];
}

/** One account of a backup. */
export interface PlanRowView {
  /** Its label in the backup. */
  label: string;
  /** What would happen. */
  outcome: PlanOutcome;
  /** The label it would get, when another one. */
  newLabel: string | null;
}

/** What a restore would do with one account. */
export type PlanOutcome = 'add' | 'addRenamed' | 'alreadyHere' | 'replacedSince' | 'wasRemoved' | 'noKey';

/** What a backup or a restore did. */
export interface DoneView {
  /** Accounts written or added. */
  done: number;
  /** Accounts there were. */
  total: number;
  /** The file, as the person named it. */
  path: string | null;
}

/** One self-test. */
export interface CheckView {
  /** Message id stem: `check-keyring`, `check-clock`, `check-folder`, `check-records`. */
  id: string;
  /** How it went. */
  state: CheckState;
  /** Values for the message. */
  args: Record<string, string>;
  /** What is wrong. */
  problem: ErrorView | null;
}

/** How a self-test went. */
export type CheckState = 'ok' | 'unknown' | 'warn' | 'bad';

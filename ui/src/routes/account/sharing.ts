/** Who has an account of the firm, as the panel shows it. Pure. */
import type { GivenView, HolderView, HoldersView } from '$lib/host/types';

/** A person with the devices that are to have the key, and how else they got one. */
export interface Holder {
  person: string;
  devices: HolderView[];
  given: GivenView[];
}

/** By person, in the order of their names. */
export function byPerson(holders: HoldersView, given: readonly GivenView[] = []): Holder[] {
  const names = new Set([...holders.devices, ...given].map((one) => one.person));
  const holder = (person: string) => ({ person, devices: holders.devices.filter((one) => one.person === person), given: given.filter((one) => one.person === person) });
  return [...names].map(holder).sort((one, other) => one.person.localeCompare(other.person));
}

/** "14 of 17": devices that have the key in use. */
export function tally(holders: HoldersView): { have: number; all: number } {
  return { have: holders.devices.filter((device) => device.version === holders.version).length, all: holders.devices.length };
}

/** Devices that have not said that they have the key in use. */
export const behind = (holders: HoldersView): HolderView[] => holders.devices.filter((device) => device.version !== holders.version);

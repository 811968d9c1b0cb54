/** Who has an account of the firm, as the panel shows it. Pure. */
import type { HolderView, HoldersView } from '$lib/host/types';

/** A person with the devices that are to have the key. */
export interface Holder {
  person: string;
  devices: HolderView[];
}

/** By person, in the order of their names. */
export function byPerson(holders: HoldersView): Holder[] {
  const people = new Map<string, HolderView[]>();
  for (const device of holders.devices) people.set(device.person, [...(people.get(device.person) ?? []), device]);
  return [...people].map(([person, devices]) => ({ person, devices })).sort((one, other) => one.person.localeCompare(other.person));
}

/** "14 of 17": devices that have the key in use. */
export function tally(holders: HoldersView): { have: number; all: number } {
  return { have: holders.devices.filter((device) => device.version === holders.version).length, all: holders.devices.length };
}

/** Devices that have not said that they have the key in use. */
export const behind = (holders: HoldersView): HolderView[] => holders.devices.filter((device) => device.version !== holders.version);

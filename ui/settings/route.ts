import type { Address } from '../shell/address/address.js';

/** The sections of the page, in the order of their list. */
export const sections = [
  { path: 'connect', word: 'Connect' },
  { path: 'clock', word: 'Clock' },
  { path: 'simulation', word: 'Simulation' },
  { path: 'play', word: 'Demo' },
  { path: 'limits', word: 'Limits' },
  { path: 'faults', word: 'Faults' },
  { path: 'keys', word: 'Keys' },
  { path: 'suppressions', word: 'Suppressions' },
  { path: 'workspaces', word: 'Workspaces' },
  { path: 'snapshots', word: 'Snapshots' },
  { path: 'data', word: 'Data sets' },
  { path: 'in-force', word: 'Settings in force' },
  { path: 'reset', word: 'Reset' },
] as const;
export type SectionPath = (typeof sections)[number]['path'];

/**
 * Where one is in the settings: `#/settings/connect/python`. No section (null) is the list of them where there is no room for
 * both; one that there is not is undefined.
 */
export interface Route {
  section: SectionPath | null | undefined;
  /** A part of the section. */
  part: string | null;
}

export function routeOf({ steps: [section, part] }: Address): Route {
  const known = section === undefined ? null : sections.find(({ path }) => path === section)?.path;
  return { section: known, part: part ?? null };
}

export const addressOf = ({ section, part }: Route): Address => ({
  page: 'settings',
  steps: [...(section ? [section] : []), ...(section && part ? [part] : [])],
  query: new URLSearchParams(),
});

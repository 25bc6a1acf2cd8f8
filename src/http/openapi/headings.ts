import type { DocumentKind } from './answers.js';

/** A heading of a document of calls. */
export interface Heading {
  name: string;
  description: string;
}

/** Calls of the control API by the first word of their path; those of no word here are about the emulator as a whole. */
const byWord: Readonly<Record<string, Heading>> = {
  workspaces: {
    name: 'Workspaces',
    description: 'Isolated users, each with a store, a clock and keys of its own',
  },
  fixtures: { name: 'Fixtures', description: 'Data sets for demos and tests' },
  snapshots: { name: 'Snapshots', description: 'Named states of a workspace, to go back to' },
  messages: {
    name: 'Messages',
    description: 'Mail in the inbox: lists, searches, content, and what is to become of it',
  },
  contacts: {
    name: 'Contacts',
    description: 'As in the API, and imports, invented people and what an address will do',
  },
  campaigns: { name: 'Campaigns', description: 'As in the API, and previews and what came of a sent one' },
  suppressions: { name: 'Suppressions', description: 'Addresses that get no campaigns, and why' },
  events: { name: 'Events', description: 'The log of what happened' },
  clock: { name: 'Clock', description: 'The time of a workspace, which can be stopped, moved and sped up' },
  simulation: { name: 'Simulation', description: 'By which shares recipients act' },
  webhooks: { name: 'Webhooks', description: 'Endpoints, their secrets and the check of a signature' },
  deliveries: { name: 'Deliveries', description: 'What was sent to endpoints, with each attempt' },
  keys: { name: 'Keys', description: 'API keys and what they permit' },
  faults: {
    name: 'Faults',
    description: 'Rules that make calls, SMTP sessions or deliveries fail on purpose',
  },
  limits: { name: 'Limits', description: 'Rate limits and the quota, and what is left of them' },
  requests: { name: 'Requests', description: 'The log of the calls of /v2' },
  smtp: { name: 'SMTP', description: 'Sessions with the sink' },
};
const wholeHeading: Heading = { name: 'Emulator', description: 'The emulator and a workspace as a whole' };

export const headingOf = (word = ''): Heading => byWord[word] ?? wholeHeading;

/** Those of the API. */
const apiHeadings: readonly Heading[] = [
  { name: 'Contacts', description: 'Who gets mail' },
  { name: 'Campaigns', description: 'Mail to many: written, scheduled, sent' },
  { name: 'Analytics', description: 'What came of a campaign' },
  { name: 'Emails', description: 'Single mails' },
  { name: 'Webhooks', description: 'What endpoints are sent' },
];

/** The headings of a document in the order in which its calls name them. */
export function headingsOf(names: Iterable<string>, kind: DocumentKind): Heading[] {
  const known = kind === 'api' ? apiHeadings : [wholeHeading, ...Object.values(byWord)];
  return [...new Set(names)].map((name) => {
    const heading = known.find((each) => each.name === name);
    if (!heading) throw new Error(`no heading is called ${name}`);
    return heading;
  });
}

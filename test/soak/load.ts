import { createTransport } from 'nodemailer';
import type { Campaign, Connection, Contact } from '../../src/index.js';
import { createApi } from './api.js';
import { createKnown, describedRoutes, fuzzRoute } from './fuzz-http.js';
import { fuzzSmtp } from './fuzz-smtp.js';
import type { Ledger } from './ledger.js';
import { populate, samplesOf } from './populate.js';

/** What the load did so far. */
export type Tally = Record<
  'contacts' | 'mails' | 'campaigns' | 'searches' | 'workspaces' | 'generated' | 'sessions',
  number
> & { searchMs: number[] };

export const newTally = (): Tally => ({
  ...{ contacts: 0, mails: 0, campaigns: 0, searches: 0, workspaces: 0, generated: 0, sessions: 0 },
  searchMs: [],
});

export interface Load {
  connection: Connection;
  ledger: Ledger;
  tally: Tally;
  /** A whole number below `below`, from the seed. */
  draw(below: number): number;
}

/** One step of a part of the load. The steps of a part follow one another after its pause. */
export interface Lane {
  name: string;
  pauseMs: number;
  step(round: number): Promise<void>;
}

function contactLane({ connection, ledger, tally, draw }: Load): Lane {
  const api = createApi(connection);
  const step = async (round: number) => {
    const body = { email: `c${round}@load.test`, company: 'Zero', tags: ['load'] };
    const { data } = await api<Contact>('POST', '/contacts', { body });
    const entry: { acknowledged: string | null; asked: string | null } = {
      acknowledged: 'Zero',
      asked: 'Zero',
    };
    ledger.contacts.set(data.id, entry);
    tally.contacts += 1;
    const company = ['One', 'Two', null][draw(3)] ?? null;
    entry.asked = company;
    if (company === null) await api('DELETE', `/contacts/${data.id}`);
    else await api('PUT', `/contacts/${data.id}`, { body: { company } });
    entry.acknowledged = company;
  };
  return { name: 'contacts', pauseMs: 200, step };
}

function mailLane({ connection, ledger, tally, draw }: Load): Lane {
  const transport = createTransport({ ...connection.smtp, secure: false, pool: true, maxConnections: 1 });
  const step = async (round: number) => {
    const subject = `mail ${round}`;
    const text = `${'straw and hay\n.\n'.repeat(draw(300))}end of ${subject}`;
    await transport.sendMail({ from: 'a@load.test', to: `b${draw(9)}@load.test`, subject, text });
    ledger.mail.add(subject);
    tally.mails += 1;
  };
  return { name: 'mail', pauseMs: 150, step };
}

function campaignLane({ connection, ledger, tally, draw }: Load): Lane {
  const api = createApi(connection);
  const step = async (round: number) => {
    if (round === 0)
      for (let at = 0; at < 10; at += 1)
        await api('POST', '/contacts', { body: { email: `r${at}@people.test`, tags: ['people'] } });
    const body = {
      ...{ name: `Round ${round}`, subject: 'Hello {{email}}', from_email: 'news@x.test' },
      content: { html: `<a href="https://x.test/${draw(100)}">{{email}}</a>` },
      recipients: { type: 'tags', tags: ['people'] },
    };
    const { data } = await api<Campaign>('POST', '/campaigns', { body });
    await api('POST', `/campaigns/${data.id}/send`);
    ledger.campaigns.set(data.id, 10);
    tally.campaigns += 1;
    await connection.clock.advance(`${1 + draw(5)}m`);
  };
  return { name: 'campaigns', pauseMs: 2000, step };
}

const searches = [
  'straw',
  '"end of mail"',
  'subject:mail -is:unread',
  'to:b3 larger:1kb',
  'hay or has:attachment',
  'x',
];

function searchLane({ connection, tally, draw }: Load): Lane {
  const step = async () => {
    const from = performance.now();
    await connection.inbox.list({ q: searches[draw(searches.length)] ?? '', limit: 50 });
    tally.searchMs.push(performance.now() - from);
    tally.searches += 1;
  };
  return { name: 'searches', pauseMs: 250, step };
}

/** Drops every workspace but the first: only what the load is about adds up. */
async function dropWorkspaces(url: string): Promise<void> {
  const all = `${url}/_emulator/workspaces`;
  const { data } = (await (await fetch(all)).json()) as { data: { id: string }[] };
  for (const { id } of data) if (id !== 'default') await fetch(`${all}/${id}`, { method: 'DELETE' });
}

/** A workspace of its own that takes generated calls and sessions, goes back to a snapshot, and is dropped. */
function workspaceLane({ connection, tally, draw }: Load): Lane {
  const step = async () => {
    const own = await connection.workspace();
    const known = createKnown();
    const target = { ...own, workspace: own.id };
    await populate(target, known);
    await own.snapshots.save('soak');
    for (let count = 0; count < 8; count += 1) {
      const route = describedRoutes[draw(describedRoutes.length)];
      // A workspace that is dropped by its own calls takes no others.
      if (!route || route.path.startsWith('/workspaces')) continue;
      const samples = await samplesOf(target, route);
      await fuzzRoute(target, route, {
        ...{ seed: draw(2 ** 31), runs: 5, known, samples },
        onAnswer: () => void (tally.generated += 1),
      });
      // A rule that was drawn would answer the calls after it.
      await own.faults.clear();
    }
    await own.drop();
    // In one where nothing else sends mail, as campaigns and people of the first may.
    const quiet = await connection.workspace();
    await fuzzSmtp(quiet, { seed: draw(2 ** 31), runs: 3 });
    tally.sessions += 3;
    await quiet.drop();
    // Those that the generated calls and what stands before them made.
    await dropWorkspaces(connection.url);
    tally.workspaces += 1;
  };
  return { name: 'workspaces', pauseMs: 1000, step };
}

export const lanesOf = (load: Load): Lane[] =>
  [contactLane, mailLane, campaignLane, searchLane, workspaceLane].map((laneOf) => laneOf(load));

import { campaignOf, fixture, startOf, told } from './case.js';
import type { Case } from './case.js';
import type { Target } from './process.js';

const past = (recipients: number) =>
  campaignOf({ html: '<p>Hello {{email}}</p>' }, { sent: { at: '-60d', keep_mail: recipients, recipients } });
/** A hundred thousand contacts, and as many mails with their events. */
const full = (target: Target) =>
  fixture(target, {
    generate: { contacts: 100_000 },
    campaigns: Array.from({ length: 10 }, () => past(10_000)),
  });

const csv = (rows: number) =>
  `email,first_name,tags,level\n${Array.from({ length: rows }, (_, n) => `p${n}@x.test,P${n},a;b,gold`).join('\n')}`;

/** What takes the longest with a hundred thousand of everything. */
export const manyCases: Case[] = [
  startOf(200_000),
  {
    name: 'workspace of 100,000 contacts and 100,000 mails dropped',
    async prepare(target) {
      const { body } = await target.call('POST', '/_emulator/workspaces');
      const id = /"id":"(ws_[^"]+)"/.exec(body)?.[1] ?? '';
      await full({
        ...target,
        call: (method, path, given) => target.call(method, `${path}?workspace=${id}`, given),
      });
    },
    async run(target) {
      const { body } = await target.call('GET', '/_emulator/workspaces');
      return told(target, 'DELETE', `/_emulator/workspaces/${/"id":"(ws_[^"]+)"/.exec(body)?.[1]}`);
    },
  },
  {
    name: '100,000 mails deleted',
    prepare: full,
    run: (target) => told(target, 'DELETE', '/_emulator/messages'),
  },
  {
    name: 'headers of 100,000 mails searched',
    prepare: full,
    run: (target) => told(target, 'GET', '/_emulator/messages?q=header:subject=zz&limit=1'),
  },
  {
    name: 'snapshot of 100,000 mails saved and restored',
    prepare: full,
    async run(target) {
      const answers = [
        await told(target, 'PUT', '/_emulator/snapshots/a', {}),
        await told(target, 'POST', '/_emulator/snapshots/a/restore', {}),
      ];
      return answers.join(' ');
    },
  },
  {
    name: 'export and import of 100,000 mails',
    prepare: full,
    async run(target) {
      const file = await target.export();
      await target.import(file);
      return `${Math.round(file.length / 1e6)} MB`;
    },
  },
  {
    name: 'csv of 50,000 contacts imported',
    run: (target) => told(target, 'POST', '/_emulator/contacts/import', { csv: csv(50_000) }),
  },
];

import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useSmtp } from '../support/smtp-client.js';

const reply = '451 4.3.0 Later';

/** The stages after the greeting with the line that reaches each, for a session of a workspace. */
const linesOf = (workspace: string): [string, string][] => [
  ['auth', `AUTH PLAIN ${Buffer.from(`\0${workspace}\0any`).toString('base64')}`],
  ['mail', 'MAIL FROM:<a@example.test>'],
  ['rcpt', 'RCPT TO:<b@example.test>'],
  ['data', 'DATA'],
  ['end', 'Subject: x\r\n\r\nx\r\n.'],
];

async function refusedStages(emulator: Parameters<typeof useSmtp>[0], workspace: string): Promise<string[]> {
  const client = await useSmtp(emulator);
  for (const [stage, line] of linesOf(workspace)) {
    const answer = await client.send(line);
    if (answer === reply) return [stage];
    expect(answer).toMatch(/^[23]/);
  }
  return [];
}

it.each(linesOf('x').map(([stage]) => stage))(
  'A fault of a workspace at the stage %s is injected into its sessions and no others',
  async (stage) => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    await other.faults.add({ smtp: { stage: stage as 'auth', reply } });
    expect(await refusedStages(emulator, other.id)).toEqual([stage]);
    expect(await refusedStages(emulator, 'default')).toEqual([]);
    await other.faults.clear();
    await emulator.faults.add({ smtp: { stage: stage as 'auth', reply } });
    expect(await refusedStages(emulator, other.id)).toEqual([]);
    expect(await refusedStages(emulator, 'default')).toEqual([stage]);
  },
);

it.each(['connect', 'ehlo'])(
  'A fault at the stage %s, when no workspace is known yet, is that of default, and refused elsewhere with the reason',
  async (stage) => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    const call = { method: 'POST', body: { smtp: { stage, reply } } };
    const answer = await callControl(other, '/faults', {
      ...call,
      headers: { 'X-Emulator-Workspace': other.id },
    });
    expect([answer.status, answer.error.details]).toEqual([
      400,
      {
        field: 'smtp.stage',
        issue: `Expected one of auth, mail, rcpt, data, end: at ${stage} no session has a workspace yet, so this stage belongs to the workspace default`,
      },
    ]);
    expect(await other.faults.list()).toEqual([]);
    expect((await callControl(emulator, '/faults', call)).status).toBe(201);
  },
);

it.each([
  [{ stage: 'connect', match: { from: 'a@' } }, 'No sender is known at the stage connect'],
  [{ stage: 'ehlo', match: { to: 'b@' } }, 'No recipient is known at the stage ehlo'],
  [{ stage: 'auth', match: { to: 'b@' } }, 'No recipient is known at the stage auth'],
  [{ stage: 'mail', match: { to: 'b@' } }, 'No recipient is known at the stage mail'],
] as const)('A rule for addresses that are not known yet says so: %j', async (smtp, warning) => {
  const emulator = await useEmulator();
  const { warnings } = await emulator.faults.add({ smtp: { ...smtp, reply } });
  expect(warnings).toEqual([`${warning}, so this rule never applies`]);
});

it.each(['550 5.7.1', '451 4.3.0', '554 5.7.1 Go away', '452 4.2.2 ', '550 5.7.1 5.7.1 is a status'])(
  'A reply goes out as it was given: %j',
  async (given) => {
    for (const [stage] of linesOf('x')) {
      const emulator = await useEmulator();
      await emulator.faults.add({ smtp: { stage: stage as 'auth', reply: given } });
      const client = await useSmtp(emulator);
      const answers = [];
      for (const [, line] of linesOf('default')) answers.push(await client.send(line));
      expect(answers.map((answer) => answer.trim())).toContain(given.trim());
    }
  },
);

it('A fault of a workspace is injected into its campaigns', async () => {
  const emulator = await useEmulator();
  const other = await emulator.workspace();
  await other.faults.add({ smtp: { stage: 'rcpt', match: { to: 'ann@' }, reply: '550 5.1.1 No such user' } });
  await callApi(other, '/contacts', { method: 'POST', body: { email: 'ann@example.test' } });
  const campaign = {
    name: 'c',
    subject: 's',
    from_email: 'a@x.test',
    content: { text: 't' },
    recipients: { type: 'all' },
  };
  const { data } = await callApi<Campaign>(other, '/campaigns', { method: 'POST', body: campaign });
  await callApi(other, `/campaigns/${data.id}/send`, { method: 'POST' });
  const bounced = await other.events.waitFor({ type: 'email.bounced' });
  expect(bounced.data.bounce).toMatchObject({ smtp_code: 550, status: '5.1.1' });
});

import { createTransport } from 'nodemailer';
import { send } from './fuzz-http.js';
import type { DescribedRoute } from './calls.js';
import type { Answered, FuzzTarget, Known } from './fuzz-http.js';

const json = { 'Content-Type': 'application/json' };

type Caller = (method: string, path: string, body?: object) => Promise<Answered>;

/** Calls `/v2/…` with the key of a target, and `/_emulator/…` for its workspace; throws where that fails. */
function callerOf({ url, apiKey, workspace }: FuzzTarget, known: Known): Caller {
  return async (method, path, body) => {
    const answer = await send(`${url}${path}`, method, {
      headers: { ...json, Authorization: `Bearer ${apiKey}`, 'X-Emulator-Workspace': workspace },
      body: body ? JSON.stringify(body) : null,
    });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body}`);
    known.learn(path.replace(/^\/(?:v2|_emulator)/, ''), answer);
    return answer;
  };
}

const dataOf = <T>({ body }: Answered): T => (JSON.parse(body) as { data: T }).data;

/** A picture of one pixel. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** A mail from outside with two attachments. */
async function sendMail({ workspace, smtp }: FuzzTarget): Promise<void> {
  const transport = createTransport({ ...smtp, secure: false, auth: { user: workspace, pass: 'any' } });
  const attachments = ['a.gif', 'b.gif'].map((filename) => ({ filename, content: gif }));
  await transport.sendMail({
    from: 'out@side.test',
    to: 'in@side.test',
    subject: 'Outside',
    text: 'Hi',
    attachments,
  });
  transport.close();
}

const campaign = {
  ...{ name: 'News', subject: 'News', from_email: 'news@x.test', recipients: { type: 'all' } },
  content: { html: '<a href="https://shop.test/{{email}}">Shop</a>' },
};

/** One of everything that a route may name. */
export async function populate(target: FuzzTarget, known: Known): Promise<void> {
  const call = callerOf(target, known);
  await call('POST', '/_emulator/webhooks', { url: 'http://127.0.0.1:9/hook', retries: 'none' });
  for (const name of ['ann', 'ben'])
    await call('POST', '/v2/contacts', { email: `${name}@people.test`, tags: ['vip'] });
  const made = dataOf<{ id: string }>(await call('POST', '/v2/campaigns', campaign));
  await call('POST', '/v2/campaigns', campaign);
  await call('POST', `/v2/campaigns/${made.id}/send`);
  for (let count = 0; count < 3; count += 1) await sendMail(target);
  await call('POST', '/_emulator/settle', { timeout: 2000 });
  await call('POST', '/_emulator/suppressions', { address: 'left@people.test' });
  await call('PUT', '/_emulator/snapshots/before', {});
  await call('POST', '/_emulator/keys', { name: 'spare', permissions: ['contacts:read'] });
  await call('POST', '/_emulator/workspaces');
  await call('POST', '/_emulator/campaigns/preview', { campaign });
  const smtp = { stage: 'rcpt', match: { to: 'nobody@else.test' }, reply: '452 4.2.2 Full' };
  await call('POST', '/_emulator/faults', { smtp });
  const attached = await call('GET', '/_emulator/messages?q=has:attachment');
  known.learn('/attachments', attached);
  for (const list of ['messages', 'deliveries', 'requests', 'campaigns']) {
    const kind = list === 'campaigns' ? '/v2' : '/_emulator';
    await call('GET', `${kind}/${list}`);
  }
}

/** Bodies that succeed, for routes whose schema says little of what is meant. */
export async function samplesOf(
  target: FuzzTarget,
  { method, path }: DescribedRoute,
): Promise<readonly unknown[]> {
  const read = async (from: string) =>
    JSON.parse(
      (
        await send(`${target.url}/_emulator${from}`, 'GET', {
          headers: { 'X-Emulator-Workspace': target.workspace },
          body: null,
        })
      ).body,
    ) as { data: unknown };
  switch (`${method} ${path}`) {
    case 'POST /import':
      return [await read('/export')];
    case 'PUT /simulation':
    case 'PUT /limits':
      return [(await read(path)).data];
    case 'POST /fixtures':
      return [
        { csv: 'email,first_name\nann@csv.test,Ann\n', replace: true },
        { fixture: { contacts: [{ email: 'ann@set.test' }] }, replace: true },
      ];
    case 'POST /campaigns':
      return [campaign];
    case 'POST /campaigns/preview':
      return [{ campaign }];
    case 'POST /contacts/import':
      return [{ csv: 'email,first_name\nann@csv.test,Ann\n' }];
    case 'POST /webhooks/{id}/test':
    case 'POST /deliveries/{id}/redeliver':
      return [{ timeout: 2000 }];
    case 'POST /webhooks/verify':
      return [{ payload: '{}', signature: 'sha256=0', secret: 'whsec_x' }];
    case 'POST /faults':
      return [{ match: { path: '/v2/**' }, respond: { status: 503 }, times: 1 }];
    case 'POST /trigger':
      return [
        { event: 'email.opened', to: 'ann@people.test' },
        { event: 'email.bounced', to: 'new@people.test' },
      ];
    case 'POST /messages/restore': {
      const answer = await send(`${target.url}/_emulator/messages?ids=email_00000000&undo=60s`, 'DELETE', {
        headers: { 'X-Emulator-Workspace': target.workspace },
        body: null,
      });
      const { undo } = dataOf<{ undo: string }>(answer);
      return [{ undo }];
    }
    case 'POST /messages/{id}/simulate':
      return [{ event: 'opened' }, { event: 'unsubscribed' }];
    default:
      return [];
  }
}

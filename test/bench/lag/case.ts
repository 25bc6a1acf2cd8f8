import type { Target } from './process.js';

/** A thing that a stranger may do, and that must not hold up everyone else. */
export interface Case {
  name: string;
  /** What there is before; not measured. */
  prepare?(target: Target): Promise<unknown>;
  /** Answers a few words on what came of it. */
  run(target: Target): Promise<string>;
  options?: readonly string[];
}

/** The status of a call, and how its answer begins where it is no success. */
export async function told(target: Target, ...call: Parameters<Target['call']>): Promise<string> {
  const { status, body } = await target.call(...call);
  const issue = /"issue":"([^"]{0,60})/.exec(body)?.[1] ?? '';
  return `${status}${issue === '' ? '' : ` ${issue}`}`;
}

/** The `data` of a successful call. */
export async function asked<T>(target: Target, ...call: Parameters<Target['call']>): Promise<T> {
  const { status, body } = await target.call(...call);
  if (status >= 300) throw new Error(`${call[0]} ${call[1]}: ${status} ${body.slice(0, 300)}`);
  const data = /^\{"success":true,"data":(\{"id":"[^"]*"|.*)/.exec(body)?.[1] ?? '{}';
  return JSON.parse(data.startsWith('{"id"') ? `${data.slice(0, data.indexOf('"', 7) + 1)}}` : '{}') as T;
}

export const fixture = (target: Target, given: object) =>
  asked(target, 'POST', '/_emulator/fixtures', { fixture: given, replace: true });

export const contacts = (count: number) => (target: Target) =>
  fixture(target, { generate: { contacts: count, tags: { news: 0.5 } } });

export const campaignOf = (content: object, more: object = {}) => ({
  name: 'Hostile',
  subject: 'Hello {{first_name}}',
  from_email: 'news@x.test',
  recipients: { type: 'all' },
  content,
  ...more,
});

/** Makes a campaign. */
export const made = (target: Target, content: object, more: object = {}) =>
  asked<{ id: string }>(target, 'POST', '/v2/campaigns', campaignOf(content, more));

/** Starts a campaign and waits until all of it is sent. */
export async function sent(target: Target, id: string): Promise<string> {
  const answer = await told(target, 'POST', `/v2/campaigns/${id}/send`, {});
  await target.atRest();
  return answer;
}

/** A campaign to so many starts; what its first seconds hold up counts too. */
export const startOf = (recipients: number): Case => ({
  name: `campaign to ${recipients.toLocaleString('en')} starts`,
  async prepare(target) {
    await contacts(recipients)(target);
    await made(target, { html: '<p>Hello</p>' });
  },
  async run(target) {
    const { body } = await target.call('GET', '/v2/campaigns');
    const id = /"id":"(campaign_[^"]+)"/.exec(body)?.[1];
    const answer = await told(target, 'POST', `/v2/campaigns/${id}/send`, {});
    await new Promise((resolve) => setTimeout(resolve, 5000));
    return answer;
  },
});

const paragraph =
  '<p>Some words of a page and <a href="https://shop.example/item?ref=mail">a link</a>.</p>\n';
/** A page of so many characters. */
export const pageOf = (characters: number): string =>
  paragraph.repeat(Math.ceil(characters / paragraph.length));

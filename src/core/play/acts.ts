import { minute } from '../../contract/durations.js';
import { toIso } from '../../contract/time.js';
import { pick } from '../time/random.js';
import { mistakes } from './mistakes.js';
import type { Scene } from './scene.js';

/** Something that happens in the days of the play. */
export interface Act {
  name: string;
  /** How often it comes beside the others. */
  weight: number;
  /** Whether it calls what the reference does not document, which a strict workspace refuses. */
  undocumented?: true;
  perform(scene: Scene): Promise<void>;
}

/** The tag of those who signed up in a month: its newsletters go to them, so that no audience grows for ever. */
const joinedIn = (at: number): string => `joined-${toIso(at).slice(0, 7)}`;

/** Most mail is looked at within hours; some is never opened. */
async function letRead({ draw, newestMailTo, act, later }: Scene, address: string): Promise<void> {
  const mail = await newestMailTo(address);
  if (!mail || draw('reads') > 0.75) return;
  const minutes = 3 + draw('read after') ** 3 * 600;
  later(minutes, () => act(mail, 'opened'));
  if (draw('clicks') < 0.4) later(minutes + 1 + draw('click after') * 4, () => act(mail, 'clicked'));
}

async function signUp(scene: Scene): Promise<void> {
  const { draw, call, later } = scene;
  const { interests, counter } = scene.business();
  const { email, first_name, last_name, company, phone } = scene.newcomer();
  const made = await call('POST', '/contacts', {
    email,
    first_name,
    last_name,
    ...(company ? { company } : {}),
    ...(phone ? { phone } : {}),
    tags: ['newsletter', joinedIn(scene.now()), pick(interests, draw('interest'))],
    custom_fields: { signed_up_at: toIso(scene.now()), [counter]: 0 },
    send_welcome: true,
  });
  // The mail is on its way when the call is answered.
  if (made) later(1, () => letRead(scene, email));
}

async function buy(scene: Scene): Promise<void> {
  const { draw, call, later } = scene;
  const { receipt, followUp } = scene.business();
  const contact = scene.someone();
  if (!contact) return;
  const number = 10_000 + Math.floor(draw('number') * 89_999);
  const to = { email: contact.email, name: contact.first_name };
  await call('POST', '/emails', {
    ...receipt,
    to,
    variables: { number, total: 20 + Math.floor(draw('total') * 180) },
  });
  later(1, () => letRead(scene, contact.email));
  later(60 * (6 + draw('packing') * 20), async () => {
    await call('POST', '/emails', { ...followUp, to, variables: { number } });
  });
}

/** The newest mail of some is a campaign of last week: its rates go on moving. */
async function readLate({ draw, someone, newestMailTo, act, later }: Scene): Promise<void> {
  const contact = someone();
  const mail = contact && (await newestMailTo(contact.email));
  if (!mail) return;
  await act(mail, 'opened');
  if (draw('clicks') < 0.3) later(1 + draw('click after') * 4, () => act(mail, 'clicked'));
}

async function changeProfile({ draw, call, someone, now, business }: Scene): Promise<void> {
  const contact = someone();
  if (!contact) return;
  const { interests, counter } = business();
  const bought = contact.custom_fields[counter];
  const tag = pick(interests, draw('interest'));
  await call('PUT', `/contacts/${contact.id}`, {
    tags: contact.tags.includes(tag) ? contact.tags : [...contact.tags, tag],
    custom_fields: {
      [counter]: (typeof bought === 'number' ? bought : 0) + 1,
      last_purchase: toIso(now()).slice(0, 10),
    },
  });
}

async function lookUp({ draw, call, someone }: Scene): Promise<void> {
  const name = someone()?.last_name ?? 'a';
  const search = `/contacts?search=${encodeURIComponent(name)}&limit=20`;
  const path = pick(
    [search, '/contacts?limit=50', '/campaigns?limit=10', '/campaigns?status=sent'],
    draw('list'),
  );
  const data = await call('GET', path);
  if (!path.endsWith('status=sent') || !Array.isArray(data)) return;
  const [newest] = data as { id: string }[];
  if (newest) await call('GET', `/campaigns/${newest.id}/stats`);
}

/** Someone has had enough of it. */
const leaving = (action: 'unsubscribed' | 'spam_reported') => async (scene: Scene) => {
  const contact = scene.someone();
  const mail = contact && (await scene.newestMailTo(contact.email));
  if (mail) await scene.act(mail, action);
};

async function announce({ draw, call, now, has, business }: Scene): Promise<void> {
  const tag = joinedIn(now());
  if (!has(tag)) return;
  const minutes = 20 + Math.floor(draw('wait') * 40);
  const letter = pick(business().newsletters, draw('letter'));
  await call('POST', '/campaigns', {
    ...letter,
    name: `${letter.name}, ${toIso(now()).slice(0, 10)}`,
    recipients: { type: 'tags', tags: [tag] },
    send_time: toIso(now() + minutes * minute),
  });
}

/** What happens at any hour. */
const acts: readonly Act[] = [
  { name: 'someone signs up', weight: 30, perform: signUp },
  { name: 'someone buys', weight: 24, undocumented: true, perform: buy },
  { name: 'someone comes to read', weight: 40, perform: readLate },
  { name: 'a profile changes', weight: 14, perform: changeProfile },
  { name: 'the application looks something up', weight: 22, perform: lookUp },
  {
    name: 'the application makes a mistake',
    weight: 6,
    perform: async ({ draw, call }) => void (await pick(mistakes, draw('mistake'))(call)),
  },
  { name: 'someone leaves', weight: 3, perform: leaving('unsubscribed') },
  { name: 'someone complains', weight: 1, perform: leaving('spam_reported') },
];

/** What happens each morning. */
export const newsletter: Act = { name: 'the newsletter is scheduled', weight: 0, perform: announce };

/** The act of a draw. */
export function actOf(draw: number, isStrict: boolean): Act {
  const possible = acts.filter(({ undocumented }) => !(isStrict && undocumented));
  let left = draw * possible.reduce((sum, { weight }) => sum + weight, 0);
  return possible.find(({ weight }) => (left -= weight) < 0) ?? possible[0] ?? newsletter;
}

import type { ContactRecord } from '../../contract/contact.js';
import type { Simulation } from '../engagement/simulation.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';
import { hashFraction } from '../time/random.js';
import { newContact } from './new-contact.js';
import { companies, origins } from './sample-names.js';

export interface SampleDeps {
  store: Store;
  clock: Clock;
  simulation: Simulation;
}

/** Domains that RFC 2606 keeps for examples and tests. */
const domains = ['example.com', 'example.org', 'example.net', 'mail.test', 'post.test'];
const plans = ['free', 'starter', 'pro'];
/** The share of contacts that have each tag. */
const shares = { customer: 0.6, newsletter: 0.5, trial: 0.2, vip: 0.1, beta: 0.08 };
const unsubscribed = 0.06;

const pick = <T>(list: readonly T[], fraction: number): T => list[Math.floor(fraction * list.length)] as T;

/**
 * Makes invented contacts in one commit: the same ones for the same seed and number of contacts before. Names are of many
 * scripts, as real lists have them; addresses are ASCII and free.
 */
export function createSampleContacts({ store, clock, simulation }: SampleDeps) {
  function sample(number: number, taken: Set<string>): ContactRecord {
    const { seed } = simulation.current();
    const draw = (salt: string) => hashFraction('sample', seed, number, salt);
    const origin = pick(origins, draw('origin'));
    const [first, last] = [pick(origin.first, draw('first')), pick(origin.last, draw('last'))];
    const domain = pick(domains, draw('domain'));
    const addressOf = (copy: number) => `${first.ascii}.${last.ascii}${copy || ''}@${domain}`;
    let copy = 0;
    while (taken.has(addressOf(copy)) || store.contacts.byEmail(addressOf(copy)))
      copy = copy * 2 + 1 + (number % 7);
    taken.add(addressOf(copy));
    const digits = String(Math.floor(draw('digits') * 100)).padStart(2, '0');
    return newContact({
      id: store.newId('contact'),
      email: addressOf(copy),
      first_name: first.name,
      last_name: last.name,
      // The range that is kept for examples.
      phone: draw('phone') < 0.4 ? `+1-555-01${digits}` : null,
      company: draw('works') < 0.6 ? pick(companies, draw('company')) : null,
      tags: Object.entries(shares).flatMap(([tag, share]) => (draw(`tag ${tag}`) < share ? [tag] : [])),
      custom_fields: { plan: pick(plans, draw('plan')), orders: Math.floor(draw('orders') ** 3 * 40) },
      status: draw('left') < unsubscribed ? 'unsubscribed' : 'active',
      created_at: clock.now(),
    });
  }
  return (count: number): ContactRecord[] => {
    const taken = new Set<string>();
    const before = store.contacts.size;
    const contacts = Array.from({ length: count }, (_, index) => sample(before + index, taken));
    store.commit((tx) => contacts.forEach((contact) => tx.put('contacts', contact)));
    return contacts;
  };
}

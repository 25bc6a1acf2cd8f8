import type { ContactRecord } from '../../contract/contact.js';
import type { Simulation } from '../engagement/simulation.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';
import { newContact } from './new-contact.js';
import { pick } from '../time/random.js';
import { drawsOfPerson, samplePerson } from './sample-person.js';

export interface SampleDeps {
  store: Store;
  clock: Clock;
  simulation: Simulation;
}

const plans = ['free', 'starter', 'pro'];
/** The share of contacts that have each tag. */
const shares = { customer: 0.6, newsletter: 0.5, trial: 0.2, vip: 0.1, beta: 0.08 };
const unsubscribed = 0.06;

/**
 * Makes invented contacts in one commit: the same ones for the same seed and number of contacts before.
 */
export function createSampleContacts({ store, clock, simulation }: SampleDeps) {
  function sample(number: number, taken: Set<string>): ContactRecord {
    const { seed } = simulation.current();
    const draw = drawsOfPerson(seed, number);
    const isTaken = (email: string) => taken.has(email) || store.contacts.byEmail(email) !== undefined;
    const person = samplePerson(seed, number, isTaken);
    taken.add(person.email);
    return newContact({
      ...person,
      id: store.newId('contact'),
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

import type { ContactOutcome } from '../../contract/contact-outcome.js';
import { notFound } from '../../contract/errors.js';
import { replyFor, ruleOfAddress } from '../engagement/outcome.js';
import type { Simulation } from '../engagement/simulation.js';
import type { Store } from '../ports/ports.js';
import { suppressionOf } from './suppressions.js';

export interface ContactOutcomeDeps {
  store: Store;
  simulation: Simulation;
}

/** What decides over mail to an address: its own rule, or the profile in force. */
function decisionOf(
  address: string,
  simulation: Simulation,
): Pick<ContactOutcome, 'rule' | 'name' | 'result' | 'reply' | 'actions' | 'bot' | 'profile'> {
  const rule = ruleOfAddress(address);
  if (rule) {
    const { result, actions, bot } = rule.outcome;
    const reply = replyFor(result, address, 1);
    return { rule: rule.by, name: rule.name, result, reply, actions, bot, profile: null };
  }
  const { profile } = simulation.current();
  return { rule: 'profile', name: profile.name, result: null, reply: null, actions: [], bot: false, profile };
}

/** Answers what campaign mail to a contact comes to; throws a 404 where there is no such contact. */
export const createContactOutcome =
  ({ store, simulation }: ContactOutcomeDeps) =>
  (id: string): ContactOutcome => {
    const contact = store.contacts.get(id);
    if (!contact) throw notFound('contact', id);
    const suppression = store.suppressions.get(contact.email.toLowerCase());
    return {
      contact_id: contact.id,
      email: contact.email,
      ...decisionOf(contact.email, simulation),
      skipped: contact.status === 'unsubscribed' ? 'unsubscribed' : (suppression?.reason ?? null),
      suppression: suppression ? suppressionOf(store, suppression) : null,
    };
  };

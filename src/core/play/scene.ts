import type { Action } from '../../contract/actions.js';
import type { ContactRecord } from '../../contract/contact.js';
import type { MessageRecord } from '../../contract/message.js';
import { hashFraction } from '../time/random.js';
import type { Person } from '../contacts/sample-person.js';
import type { Business } from './business.js';

/** What one act of the play has: its own draws, the application's calls, and what people do later. */
export interface Scene {
  /** A number in [0, 1), the same for the same seed, act and purpose. */
  draw(purpose: string): number;
  /** What the application belongs to. */
  business(): Business;
  /** A call of the application; resolves with `data`, or with null where it failed or was refused. */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>;
  /** Someone who is not among the contacts yet. */
  newcomer(): Person;
  /** An active contact; undefined where there is none. */
  someone(): ContactRecord | undefined;
  /** Whether an active contact has a tag. */
  has(tag: string): boolean;
  /** The newest mail to an address. */
  newestMailTo(address: string): Promise<MessageRecord | undefined>;
  /** What a recipient does with a mail, where they can. */
  act(message: MessageRecord, action: Action): Promise<void>;
  /** Lets something happen so many minutes of the clock later. */
  later(minutes: number, act: () => Promise<void>): void;
  /** The time of the clock in ms. */
  now(): number;
}

/** The draws of one act. */
export const drawsOf =
  (seed: number, act: string) =>
  (purpose: string): number =>
    hashFraction('play', seed, act, purpose);

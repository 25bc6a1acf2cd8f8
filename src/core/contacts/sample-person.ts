import { hashFraction, pick } from '../time/random.js';
import { companies, origins } from './sample-names.js';

/** Domains that RFC 2606 keeps for examples and tests. */
const domains = ['example.com', 'example.org', 'example.net', 'mail.test', 'post.test'];

/** Someone invented. */
export interface Person {
  email: string;
  first_name: string;
  last_name: string;
  phone: string | null;
  company: string | null;
}

/** The draws of an invented person, in [0, 1). */
export const drawsOfPerson =
  (seed: number, number: number) =>
  (salt: string): number =>
    hashFraction('sample', seed, number, salt);

/**
 * One invented person, the same for the same seed and number. Names are of many scripts, as real lists have them; the
 * address is ASCII and one that is not taken.
 */
export function samplePerson(seed: number, number: number, isTaken: (email: string) => boolean): Person {
  const draw = drawsOfPerson(seed, number);
  const origin = pick(origins, draw('origin'));
  const [first, last] = [pick(origin.first, draw('first')), pick(origin.last, draw('last'))];
  const domain = pick(domains, draw('domain'));
  const addressOf = (copy: number) => `${first.ascii}.${last.ascii}${copy || ''}@${domain}`;
  let copy = 0;
  while (isTaken(addressOf(copy))) copy = copy * 2 + 1 + (number % 7);
  const digits = String(Math.floor(draw('digits') * 100)).padStart(2, '0');
  return {
    email: addressOf(copy),
    first_name: first.name,
    last_name: last.name,
    // The range that is kept for examples.
    phone: draw('phone') < 0.4 ? `+1-555-01${digits}` : null,
    company: draw('works') < 0.6 ? pick(companies, draw('company')) : null,
  };
}

import type { Outcome } from '../../contract/message.js';
import type { Visitor } from '../messages/lifecycle.js';
import { hashFraction } from '../time/random.js';

const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
] as const;
const scanner = 'Mozilla/5.0 (compatible; MailScanner/1.0)';
/** What proxies of mail clients call themselves. */
const proxy = 'Mozilla/5.0';

// RFC 5737: networks for documentation, which are nobody's.
const networks = ['192.0.2', '198.51.100', '203.0.113'] as const;

/** Who acts on a mail: a person, a scanner that follows every link, or a proxy that loads the pictures. */
export type VisitorKind = 'person' | 'scanner' | 'proxy';

export const visitorKindOf = (outcome: Outcome | null): VisitorKind => {
  if (!outcome?.bot) return 'person';
  return outcome.actions.includes('clicked') ? 'scanner' : 'proxy';
};

/** The simulated device of an address: always the same one. */
export function visitorOf(address: string, kind: VisitorKind): Visitor {
  const draw = (salt: string) => hashFraction(address.toLowerCase(), salt);
  const network = networks[Math.floor(draw('network') * networks.length)] ?? networks[0];
  const agent = agents[Math.floor(draw('agent') * agents.length)] ?? agents[0];
  const ip = `${network}.${1 + Math.floor(draw('host') * 254)}`;
  return { user_agent: { person: agent, scanner, proxy }[kind], ip, bot: kind !== 'person' };
}

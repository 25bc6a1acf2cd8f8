import { folded } from '../../contract/text/folding.js';
import type { Store } from '../ports/ports.js';
import type { CampaignsNamed } from './message-query.js';

/** Finds campaigns by name, however it is typed: those with this name, else those with it in theirs. */
export const campaignsNamedIn =
  (store: Pick<Store, 'campaigns'>): CampaignsNamed =>
  (sought) => {
    const named = [...store.campaigns.values()].map(({ id, name }) => ({ id, name: folded(name) }));
    const exact = named.filter(({ name }) => name === sought);
    return (exact.length > 0 ? exact : named.filter(({ name }) => name.includes(sought))).map(({ id }) => id);
  };

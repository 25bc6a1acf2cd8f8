import type { LookupFunction } from 'node:net';
import { isLinkLocalAddress } from '../contract/web/link-local.js';

/** A lookup that refuses a name where any of its addresses is link-local or a cloud metadata service. */
export const guardLookup =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const addresses = typeof address === 'string' ? [address] : (address ?? []).map((each) => each.address);
      const refused = error ? undefined : addresses.find(isLinkLocalAddress);
      if (refused === undefined) return callback(error, address, family);
      const reason = `${hostname} is ${refused}, a link-local or cloud metadata address; --allow-link-local-webhooks allows them`;
      callback(new Error(reason), '');
    });

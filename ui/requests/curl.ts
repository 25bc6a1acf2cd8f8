import type { ApiCall } from '../../src/contract/request.js';
import { shellQuote } from '../words/shell-quote.js';

/** Headers that curl makes by itself, or that belong to the connection. */
const ownOfCurl = /^(?:host|connection|content-length|accept-encoding|user-agent|accept|keep-alive|te)$/i;

/**
 * A call as a command to run again. The log holds no credentials, so the key stands in the environment; null in place of a
 * body that was cut.
 */
export function curlOf({ method, path, query, request }: ApiCall, base: string): string {
  const url = `${base}${path.replace(/^\/v2/, '')}${query === '' ? '' : `?${query}`}`;
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuote(url)}`];
  for (const [name, value] of Object.entries(request.headers)) {
    if (ownOfCurl.test(name)) continue;
    const isKey = /^authorization$/i.test(name);
    lines.push(
      isKey ? `-H "Authorization: Bearer $MAILDRONE_API_KEY"` : `-H ${shellQuote(`${name}: ${value}`)}`,
    );
  }
  if (request.body !== null && request.body !== '') lines.push(`--data-raw ${shellQuote(request.body)}`);
  return lines.join(' \\\n  ');
}

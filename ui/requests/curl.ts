import type { ApiCall } from '../../src/contract/request.js';
import { authorizationArgument } from '../shell/examples.js';
import type { Info } from '../shell/workspace/info.js';
import { shellQuote } from '../words/shell-quote.js';

/** Headers that curl makes by itself, or that belong to the connection. */
const ownOfCurl = /^(?:host|connection|content-length|accept-encoding|user-agent|accept|keep-alive|te)$/i;

/**
 * A call as a command to run again. The log holds no credentials: a known key stands for the one that it had, and where that
 * was none of the workspace, as the call was refused, it stands in the environment.
 */
export function curlOf(
  { method, path, query, request, key }: Pick<ApiCall, 'method' | 'path' | 'query' | 'request' | 'key'>,
  { urls, api_key }: Pick<Info, 'urls' | 'api_key'>,
): string {
  const url = `${urls.api}${path.replace(/^\/v2/, '')}${query === '' ? '' : `?${query}`}`;
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuote(url)}`];
  for (const [name, value] of Object.entries(request.headers)) {
    if (ownOfCurl.test(name)) continue;
    const isKey = /^authorization$/i.test(name);
    lines.push(isKey ? authorizationArgument(key && api_key) : `-H ${shellQuote(`${name}: ${value}`)}`);
  }
  if (request.body !== null && request.body !== '') lines.push(`--data-raw ${shellQuote(request.body)}`);
  return lines.join(' \\\n  ');
}

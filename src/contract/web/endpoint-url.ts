import { isLinkLocalHost } from './link-local.js';
import { parseUrl } from './parse-url.js';

const mostCharacters = 2000;

/** The user name and password of a URL, decoded; null where it has none. Throws a URIError for wrong percent-encoding. */
export function credentialsOf({ username, password }: URL): { user: string; password: string } | null {
  if (username === '' && password === '') return null;
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function credentialsIssue(url: URL): string | null {
  try {
    const { user, password } = credentialsOf(url) ?? { user: '', password: '' };
    // RFC 7617 2: a colon ends the user name, and control characters stand in neither.
    if (user.includes(':')) return 'Expected a user name without a colon';
    if (/[\u0000-\u001f\u007f]/.test(user + password))
      return 'Expected a user name and password without control characters';
    return null;
  } catch {
    return 'Expected a user name and password in valid percent-encoding';
  }
}

/** What is wrong with the URL of an endpoint, in words of what was expected; null when nothing is. */
export function endpointUrlIssue(text: string): string | null {
  // The parser of URLs passes over some of them.
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'Expected an http or https URL without control characters';
  if (text.length > mostCharacters) return `Expected at most ${mostCharacters} characters`;
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) return 'Expected an http or https URL';
  return credentialsIssue(url);
}

/** What is wrong with a URL that points at a link-local or cloud metadata address; null where it does not. */
export const linkLocalIssue = (url: string): string | null =>
  isLinkLocalHost(new URL(url).hostname)
    ? 'Expected a host that is neither link-local nor a cloud metadata service (--allow-link-local-webhooks allows them)'
    : null;

/** A URL as logs, timelines and errors may show it: without its credentials. */
export function shownUrl(text: string): string {
  const url = parseUrl(text);
  if (!url) return text;
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
}

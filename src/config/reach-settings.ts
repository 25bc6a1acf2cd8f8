import { baseUrl, host, listOf, optional, userPass, webOrigin } from './kinds.js';
import { listeningRow } from './row.js';

/** Under which names the emulator is reached, and by whom. */
export const reachSettings = {
  allowedHost: listeningRow({
    flag: 'allowed-host',
    placeholder: 'HOST',
    repeatable: true,
    default: [] as string[],
    shown: 'none',
    help: 'further name that is taken in a Host header (repeatable)',
    kind: listOf(host),
  }),
  allowedOrigin: listeningRow({
    flag: 'allowed-origin',
    placeholder: 'ORIGIN',
    repeatable: true,
    default: [] as string[],
    shown: 'none',
    help: 'further web page that may call /v2, such as https://app.example.com (repeatable)',
    kind: listOf(webOrigin),
  }),
  publicUrl: listeningRow<string | null>({
    flag: 'public-url',
    placeholder: 'URL',
    default: null,
    shown: 'http://localhost:<port>',
    help: 'what tracking and unsubscribe links begin with',
    kind: optional(baseUrl),
  }),
  uiAuth: listeningRow<string | null>({
    flag: 'ui-auth',
    secret: true,
    placeholder: 'USER:PASS',
    default: null,
    shown: 'none',
    help: 'HTTP basic auth for the UI and the control API',
    kind: optional(userPass),
  }),
};

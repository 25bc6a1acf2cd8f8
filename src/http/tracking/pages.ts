import { escapeHtml } from '../../core/html/escape.js';
const style = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --text: #1c2230; --muted: #5b6475; --accent: #4f5bd5; --on: #fff; --line: #dfe3ea }
@media (prefers-color-scheme: dark) { :root { --bg: #14171f; --card: #1c212c; --text: #e6e9f0; --muted: #9aa4b8; --accent: #98a2ff; --on: #14171f; --line: #2c3342 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--bg); color: var(--text); font: 15px/1.55 system-ui, sans-serif }
main { box-sizing: border-box; width: calc(100% - 2rem); max-width: 27rem; margin: 1rem; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-wrap: anywhere }
h1 { margin: 0 0 10px; font-size: 21px; line-height: 1.3; font-weight: 600 }
p { margin: 0; color: var(--muted) }
strong { color: var(--text); font-weight: 600 }
form { margin: 22px 0 0 }
button { font: inherit; font-weight: 600; padding: 10px 18px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on); cursor: pointer }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
main > p:last-child { margin: 26px 0 0; padding: 14px 0 0; border-top: 1px solid var(--line); font-size: 12.5px }
main.mail { max-width: 44rem; align-self: start }
a { color: var(--accent) }
pre { margin: 18px 0 0; white-space: pre-wrap; font: inherit }
`;

const page = (title: string, body: string, kind = ''): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main${kind}><h1>${escapeHtml(title)}</h1>${body}</main></body></html>
`;

const own = '<p>A page of the maildrone-emulator: no real subscription changes.</p>';

/** Who asked for what: the recipient's address, and the sender by name where there is one. */
export interface Subscription {
  email: string;
  sender: string;
}

const noMore = ({ email, sender }: Subscription): string =>
  `<strong>${escapeHtml(email)}</strong> will get no more mail from ${escapeHtml(sender)}.`;

/** Asks before anything changes: link scanners fetch every link of a mail. */
export const askToUnsubscribe = (subscription: Subscription): string =>
  page(
    'Unsubscribe?',
    `<p>${noMore(subscription)}</p>
<form method="post"><button type="submit">Unsubscribe</button></form>${own}`,
  );

export const unsubscribedPage = (subscription: Subscription): string =>
  page('You are unsubscribed', `<p>${noMore(subscription)}</p>${own}`);

export const unknownLinkPage = (): string =>
  page(
    'This link leads nowhere',
    '<p>No mail of this emulator has it. The mail may have been removed.</p><p>A page of the maildrone-emulator.</p>',
  );

/** A mail without html in a browser, its addresses as links. */
export function textPage(subject: string, text: string): string {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/);
  const shown = parts.map((part, index) => {
    const safe = escapeHtml(part);
    return index % 2 === 0 ? safe : `<a href="${safe}">${safe}</a>`;
  });
  return page(subject || '(no subject)', `<pre>${shown.join('')}</pre>`, ' class="mail"');
}

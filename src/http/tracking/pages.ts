/** Text as it may stand in html. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');

const style = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --text: #1c2230; --muted: #5b6475; --accent: #4f5bd5; --on: #fff; --line: #dfe3ea }
@media (prefers-color-scheme: dark) { :root { --bg: #14171f; --card: #1c212c; --text: #e6e9f0; --muted: #9aa4b8; --accent: #98a2ff; --on: #14171f; --line: #2c3342 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--bg); color: var(--text); font: 14px/1.5 system-ui, sans-serif }
main { box-sizing: border-box; max-width: 26rem; margin: 1rem; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
h1 { margin: 0 0 8px; font-size: 20px; font-weight: 600 }
p { margin: 0 0 20px; color: var(--muted); overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: 8px 16px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on); cursor: pointer }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
p.small { margin: 20px 0 0; font-size: 12px }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>
`;

const own = '<p class="small">This page is the maildrone-emulator\'s; no real subscription changes.</p>';

/** Asks before anything changes: link scanners fetch every link of a mail. */
export const askToUnsubscribe = (email: string): string =>
  page(
    'Unsubscribe?',
    `<p>${escapeHtml(email)} will get no more mail from this list.</p>
<form method="post"><button type="submit">Unsubscribe</button></form>${own}`,
  );

export const unsubscribedPage = (email: string): string =>
  page('You are unsubscribed', `<p>${escapeHtml(email)} will get no more mail from this list.</p>${own}`);

export const unknownLinkPage = (): string =>
  page(
    'This link leads nowhere',
    `<p>No mail of this emulator has it. The mail may have been removed.</p>${own}`,
  );

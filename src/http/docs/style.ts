/** The look of the docs: the tokens of the web UI, light and dark. */
export const docsStyle = `
:root { color-scheme: light dark; --bg: #f7f8fa; --surface: #fff; --line: #dfe3ea; --text: #1c2230; --muted: #5b6475;
  --accent: #4f5bd5; --on-accent: #fff; --get: #1f5fae; --post: #1d7444; --put: #8a5a00; --delete: #b3261e; --patch: #7a3fb5; --code: #f1f3f7 }
@media (prefers-color-scheme: dark) { :root { --bg: #14171f; --surface: #1b202a; --line: #2e3543; --text: #e6e9f0; --muted: #9aa4b8;
  --accent: #98a2ff; --on-accent: #14171f; --get: #7fb4f5; --post: #74cf98; --put: #e2b35a; --delete: #ff9a92; --patch: #c9a0f5; --code: #232936 } }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 12px }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 system-ui, sans-serif }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
code, pre, textarea, .path, .key { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px }
.page { display: grid; grid-template-columns: 240px minmax(0, 1fr); min-height: 100vh }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 20px 12px; border-right: 1px solid var(--line); background: var(--surface) }
nav h2 { margin: 20px 8px 4px; font-size: 12px; font-weight: 600; color: var(--muted) }
nav a { display: flex; gap: 8px; align-items: baseline; padding: 4px 8px; border-radius: 6px; color: var(--text); font-size: 13px }
nav a:hover { background: var(--bg); text-decoration: none }
nav a span:last-child { min-width: 0; overflow-wrap: anywhere }
nav .home { font-weight: 600; font-size: 14px }
nav .verb { width: 48px; flex: none; font-size: 11px }
main { padding: 32px 40px 96px; max-width: 1120px }
h1 { margin: 0 0 4px; font-size: 20px; font-weight: 600 }
h3 { margin: 0; font-size: 14px; font-weight: 600 }
h4 { margin: 20px 0 8px; font-size: 12px; font-weight: 600; color: var(--muted) }
.lead { margin: 0 0 16px; color: var(--muted); max-width: 70ch }
.keybar { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; padding: 12px 16px; margin-bottom: 32px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface) }
.keybar input { flex: 1 1 240px }
.group > h2 { margin: 40px 0 0; padding-bottom: 8px; font-size: 16px; font-weight: 600 }
article { padding: 24px 0; border-top: 1px solid var(--line) }
.head { display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap }
.verb { font-weight: 700; font-size: 12px; letter-spacing: .02em }
.get { color: var(--get) } .post { color: var(--post) } .put { color: var(--put) } .delete { color: var(--delete) } .patch { color: var(--patch) }
.path { font-size: 14px }
.chip { padding: 0 8px; border: 1px solid var(--line); border-radius: 10px; font-size: 12px; line-height: 18px; color: var(--muted); white-space: nowrap }
.chip.warn { color: var(--put); border-color: currentColor }
article p { margin: 8px 0 0; color: var(--muted); max-width: 80ch }
.cols { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 32px }
table { width: 100%; border-collapse: collapse; font-size: 13px }
td { padding: 6px 8px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
td:first-child { width: 38%; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px }
td small { color: var(--muted); font-size: 12px }
pre { margin: 0; padding: 12px; max-height: 420px; overflow: auto; border-radius: 6px; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere }
details { margin-top: 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface) }
summary { padding: 8px 12px; cursor: pointer; font-size: 13px; font-weight: 600; color: var(--accent) }
form { padding: 4px 12px 12px; display: grid; gap: 8px }
label { display: grid; grid-template-columns: 140px minmax(0, 1fr); gap: 8px; align-items: center; font-size: 13px }
label.tall { align-items: start }
input, textarea, button { font: inherit; font-size: 13px; color: inherit }
input, textarea { width: 100%; min-height: 28px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--bg) }
textarea { min-height: 180px; resize: vertical; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px }
button { height: 28px; padding: 0 16px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; justify-self: start }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
output { display: grid; gap: 8px } output .status { font-size: 13px; font-weight: 600 }
output .good { color: var(--post) } output .bad { color: var(--delete) }
@media (max-width: 900px) { .page { grid-template-columns: minmax(0, 1fr) } nav { display: none } main { padding: 20px 16px 64px } .cols { grid-template-columns: minmax(0, 1fr) } }
`;

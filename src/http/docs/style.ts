/** The look of the docs: the tokens of the web UI, light and dark. */
export const docsStyle = `
:root { color-scheme: light dark; --bg: light-dark(#f4f5f8, #121419); --surface: light-dark(#ffffff, #1a1d24); --line: light-dark(#e1e4eb, #2a2f3a); --edge: light-dark(#868ea0, #6c7588);
  --text: light-dark(#1a1f2e, #e6e9f0); --muted: light-dark(#576074, #9aa3b5); --accent: light-dark(#4f5bd5, #98a2ff); --on-accent: light-dark(#ffffff, #11131c); --code: light-dark(#eceef3, #0d0f13);
  --get: light-dark(#1757a6, #79b4ff); --post: light-dark(#11653d, #5fce97); --put: light-dark(#875400, #f0b452); --delete: light-dark(#ab1c30, #ff8b95); --patch: light-dark(#7234b8, #c39bff) }
:root[data-theme='light'] { color-scheme: light } :root[data-theme='dark'] { color-scheme: dark }
[hidden] { display: none !important }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 12px }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; background: var(--bg); color: var(--text); font: 0.875rem/1.5 system-ui, sans-serif }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
code, pre, textarea, .path, .key { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.75rem }
.page { display: grid; grid-template-columns: 17.5rem minmax(0, 1fr); min-height: 100vh }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 20px 12px; border-right: 1px solid var(--line); background: var(--surface) }
nav h2 { margin: 20px 8px 4px; font-size: 0.75rem; font-weight: 600; color: var(--muted) }
nav a { display: flex; gap: 8px; align-items: baseline; padding: 4px 8px; border-radius: 6px; color: var(--text); font-size: 0.8125rem }
nav a:hover { background: var(--bg); text-decoration: none }
nav a span:last-child { min-width: 0; overflow-wrap: break-word }
nav .top { display: flex; flex-wrap: wrap; justify-content: space-between; margin-bottom: 12px }
nav .home span { color: var(--muted) } nav .other { color: var(--accent) }
nav > input { width: calc(100% - 16px); margin: 0 8px }
nav details { margin: 12px 0 0; border: 0; background: none } nav summary { display: none }
nav .verb { width: 48px; flex: none; font-size: 0.6875rem }
main { padding: 32px 40px 96px; max-width: 1120px }
h1 { margin: 0 0 4px; font-size: 1.25rem; font-weight: 600 }
h3 { margin: 0; font-size: 0.875rem; font-weight: 600 }
h4 { margin: 20px 0 8px; font-size: 0.75rem; font-weight: 600; color: var(--muted) }
p a { text-decoration: underline }
.lead { margin: 0 0 16px; color: var(--muted); max-width: 70ch }
.keybar { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; padding: 12px 16px; margin-bottom: 32px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface) }
.keybar label { display: block; white-space: nowrap }
.keybar input { flex: 1 1 240px }
.group > h2 { margin: 40px 0 0; font-size: 1rem; font-weight: 600 } .group > p { margin: 4px 0 0; padding-bottom: 8px; color: var(--muted) }
article { padding: 24px 0; border-top: 1px solid var(--line) }
.head { display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap }
.verb { font-weight: 700; font-size: 0.75rem; letter-spacing: .02em }
.get { color: var(--get) } .post { color: var(--post) } .put { color: var(--put) } .delete { color: var(--delete) } .patch { color: var(--patch) }
.path { font-size: 0.875rem }
.chip { padding: 0 8px; border: 1px solid var(--line); border-radius: 10px; font-size: 0.75rem; line-height: 18px; color: var(--muted); white-space: nowrap }
.chip.warn { color: var(--put); border-color: currentColor }
article p { margin: 8px 0 0; color: var(--muted); max-width: 80ch }
.cols { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 32px }
table { width: 100%; border-collapse: collapse; font-size: 0.8125rem }
td { padding: 6px 8px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word }
table { table-layout: fixed }
td:first-child { width: 38%; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.75rem }
td small { color: var(--muted); font-size: 0.75rem }
pre { margin: 0; padding: 12px; max-height: 26rem; overflow: auto; border-radius: 6px; background: var(--code); white-space: pre-wrap; overflow-wrap: break-word }
.path { overflow-wrap: break-word }
details { margin-top: 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface) }
summary { padding: 8px 12px; cursor: pointer; font-size: 0.8125rem; font-weight: 600; color: var(--accent) }
form { padding: 4px 12px 12px; display: grid; gap: 8px }
label { display: grid; grid-template-columns: 140px minmax(0, 1fr); gap: 8px; align-items: center; font-size: 0.8125rem }
label.tall { align-items: start }
input, textarea, button { font: inherit; font-size: 0.8125rem; color: inherit }
input, textarea { width: 100%; min-height: 28px; padding: 4px 8px; border: 1px solid var(--edge); border-radius: 6px; background: var(--bg) }
textarea { min-height: 180px; resize: vertical; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.75rem }
button { height: 28px; padding: 0 16px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; justify-self: start }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
output { display: grid; gap: 8px } output .status { font-size: 0.8125rem; font-weight: 600 }
output .good { color: var(--post) } output .bad { color: var(--delete) }
@media (max-width: 56.25rem) { html { scroll-padding-top: 7.5rem } .page { display: block } main { padding: 20px 16px 64px } .cols { grid-template-columns: minmax(0, 1fr) }
  nav { z-index: 1; height: auto; max-height: 100vh; padding: 8px 12px; border-right: 0; border-bottom: 1px solid var(--line) } nav .top { margin-bottom: 4px } nav summary { display: block; padding: 8px } nav details { margin: 0 } nav details[open] { max-height: 60vh; overflow: auto }
  label { grid-template-columns: minmax(0, 1fr) } .keybar label { white-space: normal } }
`;

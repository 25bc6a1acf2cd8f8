import type { OpenApi, Operation } from '../openapi/document.js';
import { escapeHtml } from '../../core/html/escape.js';
import { bodyTable, breakable, json, parameterTable, successOf } from './parts.js';

interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

const entriesOf = (document: OpenApi): Entry[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

const verb = (method: string): string => `<span class="verb ${method}">${method.toUpperCase()}</span>`;

const chip = (text: string, warn = false): string =>
  `<span class="chip${warn ? ' warn' : ''}">${escapeHtml(text)}</span>`;

/** The form that makes the call; its fields are the parameters, its body starts as the example. */
function tryForm({ method, path, operation }: Entry, base: string): string {
  const fields = operation.parameters.map(
    ({ name, in: place, required }) =>
      `<label><span class="key">${escapeHtml(name)}</span><input name="${escapeHtml(name)}" data-in="${place}" autocomplete="off" spellcheck="false"${
        required ? ' required' : ''
      }></label>`,
  );
  const { requestBody } = operation;
  const example = requestBody?.content['application/json'].example ?? {};
  const body = requestBody
    ? `<label class="tall"><span class="key">body</span><textarea name="body" spellcheck="false">${escapeHtml(JSON.stringify(example, null, 2))}</textarea></label>`
    : '';
  const keyed = operation.security.some((scheme) => 'apiKey' in scheme) ? 'yes' : 'no';
  return `<details class="try"><summary>Try it</summary><form data-method="${method.toUpperCase()}" data-url="${escapeHtml(base + path)}" data-keyed="${keyed}">
${fields.join('')}${body}<button type="submit">Send</button><output></output></form></details>`;
}

/** What the search looks in: method, path, description, and the names of parameters. */
const wordsOf = ({ method, path, operation }: Entry, base: string): string =>
  [
    method,
    base + path,
    operation.operationId,
    operation.description,
    ...operation.parameters.map(({ name }) => name),
  ]
    .join(' ')
    .toLowerCase();

function article(document: OpenApi, entry: Entry, base: string): string {
  const { method, path, operation } = entry;
  const { parameters, requestBody } = operation;
  const { status, example } = successOf(operation);
  const inputs = [
    parameters.length > 0 ? `<h4>Parameters</h4>${parameterTable(document, parameters)}` : '',
    requestBody ? `<h4>Body</h4>${bodyTable(document, requestBody.content['application/json'].schema)}` : '',
  ].join('');
  const examples = [
    requestBody?.content['application/json'].example === undefined
      ? ''
      : `<h4>Example body</h4>${json(requestBody.content['application/json'].example)}`,
    example === undefined ? '' : `<h4>Example answer, ${status}</h4>${json(example)}`,
  ].join('');
  const failures = Object.keys(operation.responses).filter((each) => each !== status);
  return `<article id="${operation.operationId}" data-words="${escapeHtml(wordsOf(entry, base))}"><div class="head"><h3>${verb(method)} <span class="path">${breakable(base + path)}</span></h3>
${operation['x-permission'] ? chip(operation['x-permission']) : ''}${operation['x-undocumented'] ? chip('not in the reference', true) : ''}</div>
<p>${escapeHtml(operation.description).replace(/`([^`]*)`/g, '<code>$1</code>')}</p>
<div class="cols"><div>${inputs}<h4>Errors</h4><p>${failures.map((each) => chip(each)).join(' ')}</p></div><div>${examples}</div></div>
${tryForm(entry, base)}</article>`;
}

/** The webhooks, which cannot be tried from here: their body and how it is signed. */
function webhooksOf({ webhooks = {} }: OpenApi): string {
  const names = Object.keys(webhooks);
  const [first] = Object.values(webhooks) as {
    post: { requestBody: { content: { 'application/json': { example: unknown } } } };
  }[];
  if (!first) return '';
  return `<section class="group"><h2 id="webhooks">Webhooks</h2><article><div class="head">${names
    .map((name) => chip(name))
    .join('')}</div>
<p>Posted to every endpoint that subscribes. <code>X-Maildrone-Signature</code> is <code>sha256=</code> and the HMAC-SHA256 of the raw body under the endpoint's secret, in hex.</p>
<h3>Example body</h3>${json(first.post.requestBody.content['application/json'].example)}</article></section>`;
}

export interface DocsPage {
  document: OpenApi;
  /** Where the document itself is. */
  source: string;
  /** A key to start with; null where none is known or asked for. */
  apiKey: string | null;
  other: { href: string; title: string };
}

/** The whole page, made from the document alone. */
export function docsPage({ document, source, apiKey, other }: DocsPage): string {
  const base = document.servers[0]?.url ?? '';
  const entries = entriesOf(document);
  const groups = document.tags
    .map((heading) => ({
      ...heading,
      inGroup: entries.filter(({ operation }) => operation.tags.includes(heading.name)),
    }))
    .filter(({ inGroup }) => inGroup.length > 0);
  const links = groups.map(
    ({ name, inGroup }) =>
      `<div data-group><h2>${escapeHtml(name)}</h2>${inGroup
        .map(
          ({ method, path, operation }) =>
            `<a href="#${operation.operationId}">${verb(method)}<span>${breakable(path)}</span></a>`,
        )
        .join('')}</div>`,
  );
  const sections = groups.map(
    ({ name, description, inGroup }) =>
      `<section class="group" data-group><h2>${escapeHtml(name)}</h2><p>${escapeHtml(description)}</p>${inGroup.map((entry) => article(document, entry, base)).join('')}</section>`,
  );
  const keyBar =
    apiKey === null
      ? ''
      : `<div class="keybar"><label for="api-key">API key for the calls below</label><input id="api-key" autocomplete="off" spellcheck="false" value="${escapeHtml(apiKey)}"></div>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)}</title><script src="/docs/theme.js"></script><link rel="stylesheet" href="/docs/docs.css"><link rel="icon" href="data:,"></head>
<body><div class="page"><nav aria-label="Calls"><div class="top"><a class="home" href="/"><b>maildrone</b> <span>Back to the inbox</span></a><a class="other" href="${other.href}">${escapeHtml(other.title)}</a></div>
<input id="search" type="search" placeholder="Search calls" aria-label="Search calls" autocomplete="off" spellcheck="false">
<details id="calls" open><summary>All calls</summary>${links.join('')}${
    document.webhooks ? '<div><h2>Events</h2><a href="#webhooks">Webhooks</a></div>' : ''
  }</details></nav>
<main><h1>${escapeHtml(document.info.title)}</h1><p class="lead">${escapeHtml(document.info.description)} <a href="${source}">OpenAPI 3.1</a></p>
${keyBar}<p id="none" role="status" hidden>No call has all of these words.</p>${sections.join('')}${webhooksOf(document)}</main></div><script src="/docs/docs.js" defer></script></body></html>
`;
}

// What `curl` and `maildrone-emulator` are in the examples of the documentation: they talk to the emulator of the test, and
// `campaign_…` stands for the newest id of its kind that an answer had. Each call is noted with its status or exit code.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { EMULATOR_URL = '', RECEIVER_URL = '', CLI = '', NOTES = '', IDS = '' } = process.env;
const [tool, ...given] = process.argv.slice(2);

const ids = existsSync(IDS) ? JSON.parse(readFileSync(IDS, 'utf8')) : {};
const args = given.map((arg) =>
  arg
    .replace(/\b([a-z]+)_…/g, (placeholder, kind) => ids[kind] ?? placeholder)
    .replaceAll('http://localhost:8025', EMULATOR_URL)
    .replaceAll('http://localhost:3000', RECEIVER_URL),
);

function note(result, output) {
  for (const [id, kind] of output.matchAll(/\b(campaign|contact|email|wh|dlv|key|ws)_[0-9a-z]{8}\b/g))
    ids[kind] ??= id;
  for (const [id, kind] of output.matchAll(/(?<="id":\s*")([a-z]+)_[0-9a-z]{8}(?=")/g)) ids[kind] = id;
  writeFileSync(IDS, JSON.stringify(ids));
  appendFileSync(NOTES, `${JSON.stringify({ tool, result, args, output: output.slice(0, 2000) })}\n`);
}

/** As much of curl as the examples use; anything else is refused. */
async function curl() {
  const headers = {};
  const data = [];
  let [method, url, inQuery] = ['', '', false];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    const value = () => args[(index += 1)];
    if (arg === '-X') method = value();
    else if (arg === '-H') {
      const [, name, text] = /^([^:]+): (.*)$/s.exec(value());
      headers[name] = text;
    } else if (arg === '-d') data.push(value());
    else if (arg === '--data-urlencode') data.push(value().replace(/(?<==).*/s, encodeURIComponent));
    else if (arg === '-G') inQuery = true;
    else if (arg === '-s') continue;
    else if (arg.startsWith('-') || url !== '') throw new Error(`curl: ${arg} is not known here`);
    else url = arg;
  }
  const body = data.join('&');
  const response = await fetch(inQuery ? `${url}?${body}` : url, {
    method: method || (body && !inQuery ? 'POST' : 'GET'),
    headers,
    body: inQuery || !body ? undefined : body,
  });
  const text = await response.text();
  console.log(text);
  note(response.status, text);
}

/** The command line itself, in this process, which saves starting another one. */
async function cli() {
  let output = '';
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...more) => {
    output += chunk;
    return write(chunk, ...more);
  };
  process.on('exit', (code) => note(code, output));
  process.argv = [process.execPath, CLI, ...args];
  await import(pathToFileURL(CLI).href);
}

await (tool === 'curl' ? curl() : cli());

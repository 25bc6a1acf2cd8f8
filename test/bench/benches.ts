/** What the run and the page know of a bench before it runs. */
export interface Bench {
  /** How long it may take, in seconds. */
  limit: number;
  /** What its ratios mean. */
  about: string;
  /** It asks for MailDev. */
  peer?: true;
  /** It has so many cases that the page shows the worst alone. */
  cases?: string;
}

/** Every bench, in the order in which they run: those with many cases come last, since the run as a whole has a limit. */
export const benches: Record<string, Bench> = {
  start: {
    limit: 180,
    peer: true,
    about:
      'The packed package, installed as a stranger installs it, from spawn to the first 200 of its ready check; a bare `node:http` server and MailDev to theirs.',
  },
  memory: {
    limit: 300,
    peer: true,
    about:
      'What the process keeps resident: idle beside a bare `node:http` server, with 10,000 mails of 10 KB beside MailDev with the same, with up to 100,000 just received, and after a restart over them.',
  },
  'memory-steady': {
    limit: 300,
    about:
      'Mail, calls, searches and deletions at once for a while with 3,000 mails kept; then the same data after a restart.',
  },
  'ingest-burst': {
    limit: 420,
    peer: true,
    about:
      'Mail from another process. Ours is acknowledged when it is on disk; the bare smtp-server, a process of its own too, drains it and keeps nothing; MailDev keeps it in memory.',
  },
  'ingest-sustained': {
    limit: 300,
    peer: true,
    about:
      'Mail of 10 KB over five connections until the clock or 100,000 of them end it, acknowledged, and until the last can be found by a text search. Bare smtp-server and MailDev take theirs before and after.',
  },
  campaign: {
    limit: 180,
    about:
      "A campaign of personal, tracked mails of 10 KB from `POST …/send` to `sent`: composed, sent over SMTP into our own sink, kept, indexed. Beside it one process in which a lean client feeds a bare smtp-server the bytes of such a mail, and nodemailer's pool into the same server.",
  },
  'api-read': {
    limit: 120,
    about:
      'Calls over 50 kept connections; express sends the same bytes, made beforehand, from a process of its own.',
  },
  'api-write': {
    limit: 120,
    about:
      'Contacts created over 50 kept connections, each in the journal before its answer; express parses the same bodies and keeps nothing.',
  },
  search: {
    limit: 180,
    peer: true,
    about:
      'Pages and text searches at growing sizes, beside the same at 1,000; and beside MailDev over the same 10,000 mails.',
  },
  webhooks: {
    limit: 180,
    about:
      'Signed deliveries with their attempts recorded, the queue being full; undici alone signs and sends the same over one connection.',
  },
  live: {
    limit: 120,
    about:
      'While 200 mails a second arrive: from the moment a mail is sent over an open SMTP connection to its frame in a browser, over what a bare WebSocket takes there and back.',
  },
  snapshot: {
    limit: 180,
    about:
      'The longest wait of a call from another process while a large state is saved; what tests do between two cases, as calls over HTTP.',
  },
  sizes: {
    limit: 300,
    about: 'The same things at growing numbers of contacts and mails.',
  },
  store: {
    limit: 120,
    about: 'Commits beside bare appends of the same bytes to a file; the loop while a checkpoint is written.',
  },
  reading: {
    limit: 120,
    about: 'Hostile mail of 100,000 bytes of each kind is read.',
    cases: 'kinds of hostile mail',
  },
  lag: {
    limit: 600,
    about:
      'The longest time for which the main thread runs without a turn for others, over calls and mail made to hold it up.',
    cases: 'hostile cases',
  },
};

/** How long all of them together may take, in seconds. */
export const wholeLimit = 43 * 60;

/** The benches that a word of the command line means: one by its name, or all of a group (`ingest`, `api`). */
export const benchesOf = (word: string): string[] =>
  Object.keys(benches).filter((name) => name === word || name.startsWith(`${word}-`));

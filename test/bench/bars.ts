import type { Figure } from './report.js';

interface Bar {
  bench: string;
  what: string;
  unit: Figure['unit'];
  demand: string;
}

const share = (bench: string, what: string, demand: string): Bar => ({ bench, what, unit: '×', demand });
const ms = (bench: string, what: string, demand: string): Bar => ({ bench, what, unit: 'ms', demand });

/** The ways in which mail comes in a burst: how large, over how many connections. */
export const bursts = {
  small5: '10 KB, 5 connections',
  small1: '10 KB, 1 connection',
  large5: '1 MB, 5 connections',
  large1: '1 MB, 1 connection',
  single: '10 KB, one mail a connection',
} as const;
export type Burst = keyof typeof bursts;

const burst = 'ingest-burst';
const sustained = 'ingest-sustained';

/** Everything that is asked of the speed of the emulator; the benches fill in what they find. */
export const bars = {
  startOfBare: share('start', 'spawn to ready, of bare node:http', '≤ 2.00'),
  startOfMaildev: share('start', 'spawn to ready, of MailDev', '≤ 0.25'),
  startInProcess: ms('start', 'startEmulator() in a process that has loaded it', '≤ 100'),
  packages: { bench: 'start', what: 'installed packages', unit: 'packages', demand: '≤ 60' },
  megabytes: { bench: 'start', what: 'installed size', unit: 'MB', demand: '≤ 25' },

  idleOfBare: share('memory', 'idle memory, of bare node:http', '≤ 1.50'),
  memoryOfMaildev: share('memory', 'memory with 10,000 mails, of MailDev', '≤ 0.50'),
  growth: { bench: 'memory', what: 'memory of a mail once at rest', unit: 'KiB', demand: '≤ 1' },
  receivedOfRestarted: share('memory', 'memory with all mail just received, of a restart over it', '≤ 1.50'),
  steadyOfRestarted: share(
    'memory-steady',
    'memory after a steady mixed load, of a restart over it',
    '≤ 1.50',
  ),

  small5OfBare: share(burst, `${bursts.small5}: acknowledged, of bare smtp-server`, '≥ 0.80'),
  small1OfBare: share(burst, `${bursts.small1}: acknowledged, of bare smtp-server`, '≥ 0.80'),
  large5OfBare: share(burst, `${bursts.large5}: acknowledged, of bare smtp-server`, '≥ 0.80'),
  large1OfBare: share(burst, `${bursts.large1}: acknowledged, of bare smtp-server`, '≥ 0.80'),
  singleOfBare: share(burst, `${bursts.single}: acknowledged, of bare smtp-server`, '≥ 10.00'),
  small5OfMaildev: share(burst, `${bursts.small5}: acknowledged, of MailDev`, '≥ 10.00'),
  small1OfMaildev: share(burst, `${bursts.small1}: acknowledged, of MailDev`, '≥ 10.00'),
  large5OfMaildev: share(burst, `${bursts.large5}: acknowledged, of MailDev`, '≥ 10.00'),
  large1OfMaildev: share(burst, `${bursts.large1}: acknowledged, of MailDev`, '≥ 10.00'),
  singleOfMaildev: share(burst, `${bursts.single}: acknowledged, of MailDev`, '≥ 10.00'),
  searchableOfParser: share(
    burst,
    `${bursts.small5}: searchable, of smtp-server with simpleParser`,
    '≥ 1.00',
  ),
  callsWhileLarge: ms(burst, 'longest API call while 10 mails of 5 MB come in', '≤ 50'),
  acknowledgedOfBare: share(sustained, 'without a pause: acknowledged, of bare smtp-server', '≥ 0.40'),
  searchableOfBare: share(sustained, 'without a pause: searchable, of bare smtp-server', '≥ 0.40'),
  acknowledgedOfMaildev: share(sustained, 'without a pause: acknowledged, of MailDev', '≥ 4.00'),
  searchableOfMaildev: share(sustained, 'without a pause: searchable, of MailDev', '≥ 4.00'),
  slowestChunk: share(sustained, 'without a pause: the slowest chunk, of the median chunk', '≥ 0.50'),

  campaign: share('campaign', 'campaign, warm, of bare smtp-server fed the same bytes', '≥ 0.60'),
  campaignLowest: share('campaign', 'campaign, warm, the lowest round', '≥ 0.45'),
  campaignFirst: share('campaign', 'campaign, the first of a fresh process, of the same', '≥ 0.35'),
  campaignOfPool: share('campaign', "campaign, warm, of nodemailer's pool", '≥ 4.00'),
  callsWhileSending: ms('campaign', 'calls while a campaign goes out, 99th percentile', '≤ 100'),

  read: share('api-read', 'GET /v2/contacts?limit=20, of express sending the same bytes', '≥ 0.60'),
  readMany: share('api-read', 'the same at 100,000 contacts, of that at 1,000', '≥ 0.90'),
  write: share('api-write', 'POST /v2/contacts, durable, of express parsing the same body', '≥ 0.60'),

  list10: share('search', 'page of the inbox at 10,000 mails, 95th percentile, of that at 1,000', '≤ 2'),
  list100: share('search', 'page of the inbox at 100,000 mails, 95th percentile, of that at 1,000', '≤ 2'),
  search10: share('search', 'text search at 10,000 mails, 95th percentile, of that at 1,000', '≤ 5'),
  search100: share('search', 'text search at 100,000 mails, 95th percentile, of that at 1,000', '≤ 5'),
  contacts100: share('search', 'page of contacts at 100,000, 95th percentile, of that at 1,000', '≤ 2'),
  contactSearch: ms('search', 'text search of 100,000 contacts, the slowest', '≤ 200'),
  listOfMaildev: share('search', 'page of 10,000 mails, times as fast as MailDev', '≥ 5'),
  searchOfMaildev: share('search', 'text search of 10,000 mails, times as fast as MailDev', '≥ 20'),

  webhooksOne: share('webhooks', 'deliveries to one endpoint, of undici alone', '≥ 0.60'),
  webhooksTen: share('webhooks', 'deliveries to ten endpoints, of undici alone', '≥ 0.60'),

  liveMedian: ms('live', 'event to browser frame over a bare ws echo, median', '≤ 5'),
  liveLate: ms('live', 'event to browser frame over a bare ws echo, 99th percentile', '≤ 30'),

  snapshotStall: ms('snapshot', 'longest stall while 150,000 records are written', '≤ 20'),
  saveInMemory: ms('snapshot', 'save of a test-sized state, in memory', '≤ 5'),
  saveOnDisk: ms('snapshot', 'save of a test-sized state, on disk', '≤ 5'),
  restoreInMemory: ms('snapshot', 'restore of a test-sized state, in memory', '≤ 5'),
  restoreOnDisk: ms('snapshot', 'restore of a test-sized state, on disk', '≤ 5'),
  resetInMemory: ms('snapshot', 'reset of nothing, in memory', '≤ 5'),
  resetOnDisk: ms('snapshot', 'reset of nothing, on disk', '≤ 5'),
  workspaceInMemory: ms('snapshot', 'fresh workspace, in memory', '≤ 5'),
  workspaceOnDisk: ms('snapshot', 'fresh workspace, on disk', '≤ 5'),

  commits: share('store', 'commits with journal, of bare appends of the same bytes', '≥ 0.33'),
  checkpointStall: ms('store', 'longest stall of a checkpoint of 150,000 records', '≤ 20'),
} as const satisfies Record<string, Bar>;
export type BarName = keyof typeof bars;

/** A figure that is held against its bar. */
export function barred(name: BarName, values: readonly number[]): Figure {
  const { what, unit, demand } = bars[name];
  return { what, unit, demand, values };
}

/** A bar that nothing can be held against, and why. */
export const unmeasured = (name: BarName, missing: string): Figure => ({ ...barred(name, []), missing });

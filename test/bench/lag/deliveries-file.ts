import { allWebhookEvents } from '../../../src/contract/webhook.js';
import { exportMark, exportVersion } from '../../../src/contract/snapshot.js';
import { storeVersion } from '../../../src/store/persistence/migrations.js';

const at = 1_700_000_000_000;
const numbered = (prefix: string, number: number) => `${prefix}_${number.toString(36).padStart(8, '0')}`;

const endpoint = {
  id: 'wh_00000001',
  url: 'http://127.0.0.1:9/',
  events: allWebhookEvents(),
  secret: 'whsec_bench',
  previous_secret: null,
  enabled: true,
  retries: 'none',
  origin: 'call',
  disabled_reason: null,
  failing_since: null,
  faults: null,
  drawn: 0,
  from_seq: 0,
  created_at: at,
};

function delivery(number: number) {
  const isFailed = number % 2 === 1;
  const attempt = {
    number: 1,
    at,
    duration_ms: 3,
    status: isFailed ? 500 : 200,
    error: null,
    faults: [],
    request_headers: {},
    response_headers: {},
    response_body: 'ok',
    trimmed: false,
  };
  return {
    id: numbered('dlv', number),
    seq: number,
    webhook_id: endpoint.id,
    event_id: numbered('evt', number),
    event_type: isFailed ? 'email.sent' : 'email.delivered',
    test: false,
    body: `{"id":"${numbered('evt', number)}","type":"email.sent"}`,
    status: isFailed ? 'failed' : 'succeeded',
    attempts: [attempt],
    next_attempt_at: null,
    draw: null,
    created_at: at,
  };
}

/** An export of one endpoint with so many settled deliveries: the `email.sent` failed, the others succeeded. */
export function deliveriesFile(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => JSON.stringify(delivery(index + 1)));
  const head = `"${exportMark}": ${exportVersion},\n"version": ${storeVersion},\n"webhooks": [\n${JSON.stringify(endpoint)}\n]`;
  return `{\n${head},\n"deliveries": [\n${rows.join(',\n')}\n]\n}\n`;
}

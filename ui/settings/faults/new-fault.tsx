import { useState } from 'preact/hooks';
import type { Webhook } from '../../../src/contract/webhook.js';
import type { PageProps } from '../../shell/page.js';
import { Choice } from '../parts.js';
import type { Act } from '../use-act.js';
import { NewHttpFault } from './new-http-fault.js';
import { NewSmtpFault } from './new-smtp-fault.js';
import { NewWebhookFault } from './new-webhook-fault.js';

export interface NewFaultProps extends PageProps {
  endpoints: readonly Webhook[];
  act: Act;
  isBusy: boolean;
}

const kinds = [
  { value: 'http', word: 'Calls of /v2' },
  { value: 'smtp', word: 'SMTP sessions' },
  { value: 'webhook', word: 'Deliveries to an endpoint' },
] as const;
type Kind = (typeof kinds)[number]['value'];

/** The forms for a new fault, one a kind. */
export function NewFault(props: NewFaultProps) {
  const [kind, setKind] = useState<Kind>('http');
  return (
    <div class="set-form set-card" role="group" aria-label="New fault">
      <Choice label="Let something go wrong with" value={kind} choices={kinds} onChoose={setKind} />
      {kind === 'http' && <NewHttpFault {...props} />}
      {kind === 'smtp' && <NewSmtpFault {...props} />}
      {kind === 'webhook' && <NewWebhookFault {...props} />}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { Icon } from '../shell/icons.js';
import type { PageProps } from '../shell/page.js';
import { SplitDetail } from '../shell/panes/split-detail.js';
import { allEvents, EndpointForm } from './endpoint-form.js';
import { ReceiverCode } from './receiver-code.js';
import { SecretOnce } from './secret-once.js';

export interface NewEndpointProps extends PageProps {
  onClose(): void;
}

const usual = { url: '', events: allEvents, retries: 'standard' } as const;

/** A form for an endpoint. Its secret is shown once it is there, with code that checks it. */
export function NewEndpoint({ control, clip, onClose }: NewEndpointProps) {
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <SplitDetail page="Webhooks" label="New endpoint">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
      </div>
      <div class="detail-body">
        <h2>New endpoint</h2>
        {secret === null ? (
          <EndpointForm
            initial={usual}
            action="Add the endpoint"
            send={async (values) =>
              setSecret((await control.change<{ secret: string }>('POST', '/webhooks', values)).secret)
            }
          />
        ) : (
          <>
            <SecretOnce secret={secret} clip={clip} />
            <ReceiverCode clip={clip} />
          </>
        )}
      </div>
    </SplitDetail>
  );
}

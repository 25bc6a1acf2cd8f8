import { signatureOf } from '../../contract/web/signature.js';
import type { WebhookRecord } from '../../contract/webhook.js';
import type { OpenPlayReceiver, Playing, ReceivedRequest, PlayAnswer } from '../ports/play-receiver.js';
import type { Store } from '../ports/ports.js';
import { hashFraction } from '../time/random.js';
import type { Webhooks } from '../webhooks/endpoints.js';

/** The endpoint that a play brings with it, and the receiver behind it. */
export interface PlayEndpoint {
  /** Adds the endpoint where the workspace has none, while the play goes on. */
  open(playing: Playing): Promise<void>;
  /** Removes the endpoint, its deliveries and the receiver. */
  remove(playing: Playing | null): Promise<void>;
  /** Removes the endpoint and the receiver at once; the deliveries go when the state is next opened. */
  close(playing: Playing | null): void;
  /** Ends the receiver alone. */
  closeReceiver(playing: Playing | null): void;
}

export interface PlayEndpointDeps {
  store: Store;
  webhooks: Pick<Webhooks, 'list' | 'create' | 'update' | 'remove'>;
  openReceiver: OpenPlayReceiver;
  settings: { signatureHeader: string };
  runtimeState: { playing: Playing | null };
  seed(): number;
}

/** Share of the attempts that the receiver cannot take just then, so that retries are seen. */
const busyShare = 0.04;

const isOurs = ({ origin }: WebhookRecord): boolean => origin === 'play';
const textOf = (value: string | string[] | undefined): string => String(value ?? '');

// Undocumented: we chose that a play in a workspace without endpoints brings one of its own, which goes when the play ends.
export function createPlayEndpoint(deps: PlayEndpointDeps): PlayEndpoint {
  const { store, webhooks, openReceiver, settings, runtimeState, seed } = deps;
  const find = () => webhooks.list().find(isOurs);
  let taken = 0;

  /** As an application answers that checks the signature. */
  function answer({ headers, body }: ReceivedRequest): PlayAnswer {
    const endpoint = find();
    const signature = textOf(headers[settings.signatureHeader.toLowerCase()]);
    if (!endpoint || signature !== signatureOf(endpoint.secret, body))
      return { status: 401, body: { error: 'The signature does not match' } };
    taken += 1;
    return hashFraction('receiver of the play', seed(), taken) < busyShare
      ? { status: 503, body: { error: 'The application is restarting' } }
      : { status: 200, body: { received: true } };
  }
  function closeReceiver(playing: Playing | null): void {
    void playing?.receiver?.then((receiver) => receiver.close());
    if (playing) playing.receiver = null;
  }

  return {
    async open(playing) {
      if (!find() && webhooks.list().length > 0) return;
      // It outlives the state of the workspace.
      const receiver = await (playing.receiver ??= openReceiver());
      if (runtimeState.playing !== playing) return;
      receiver.answerWith(answer);
      const { url } = receiver;
      // Another start may have made one meanwhile.
      const held = find();
      if (!held) webhooks.create({ url }, 'play');
      else if (held.url !== url) webhooks.update(held.id, { url });
    },
    async remove(playing) {
      const held = find();
      if (held) await webhooks.remove(held.id);
      closeReceiver(playing);
    },
    close(playing) {
      const held = find();
      if (held) store.commit((tx) => tx.remove('webhooks', held.id));
      closeReceiver(playing);
    },
    closeReceiver,
  };
}

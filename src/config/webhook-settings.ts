import { endpointUrl, listOf, secretText, optional, signatureHeader, toggle } from './kinds.js';
import { webhooksRow } from './row.js';

/** The endpoints of the default workspace, and what holds for those of every workspace. */
export const webhookSettings = {
  webhookUrl: webhooksRow({
    flag: 'webhook-url',
    placeholder: 'URL',
    repeatable: true,
    default: [] as string[],
    shown: 'none',
    help: 'endpoint of the default workspace for all events (repeatable)',
    kind: listOf(endpointUrl),
  }),
  webhookSecret: webhooksRow<string | null>({
    flag: 'webhook-secret',
    secret: true,
    placeholder: 'S',
    default: null,
    shown: 'generated, printed',
    help: 'secret that signs the deliveries to --webhook-url',
    kind: optional(secretText),
  }),
  signatureHeader: webhooksRow({
    flag: 'signature-header',
    placeholder: 'NAME',
    default: 'X-Maildrone-Signature',
    shown: 'X-Maildrone-Signature',
    help: 'header with the signature; not one that HTTP or a delivery uses',
    kind: signatureHeader,
  }),
  allowLinkLocalWebhooks: webhooksRow({
    flag: 'allow-link-local-webhooks',
    default: false,
    shown: 'off',
    help: 'let endpoints point at link-local and cloud metadata addresses',
    kind: toggle,
  }),
};

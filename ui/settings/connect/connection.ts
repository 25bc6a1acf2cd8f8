import { keyPlaceholder } from '../../shell/examples.js';
import type { Info } from '../../shell/workspace/info.js';

/** What an application needs to know of a workspace. */
export interface ConnectionFacts {
  api: string;
  key: string;
  smtpHost: string;
  smtpPort: string;
  /** The user of SMTP names the workspace. Null where none is needed. */
  login: { user: string; pass: string } | null;
}

export function connectionOf({ urls, api_key, workspace, settings }: Info): ConnectionFacts {
  const smtp = new URL(urls.smtp.replace(/^smtp:/, 'http:'));
  const key = api_key ?? keyPlaceholder;
  const needsLogin = workspace.id !== 'default' || settings['smtpAuth'] === 'required';
  return {
    api: urls.api,
    key,
    // Clients take an address of IPv6 without its brackets.
    smtpHost: smtp.hostname.replace(/^\[|\]$/g, ''),
    smtpPort: smtp.port,
    login: needsLogin ? { user: workspace.id, pass: key } : null,
  };
}

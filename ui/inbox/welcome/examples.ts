import type { Info } from '../../shell/workspace/info.js';

/** A mail sent with nothing but curl. Another workspace than the default one is named by the user of AUTH. */
export function smtpExample({ urls, workspace }: Info): string {
  const user = workspace.id === 'default' ? '' : ` --user ${workspace.id}:any`;
  return `printf 'From: app@example.com\\r\\nTo: ada@example.com\\r\\nSubject: It works\\r\\n\\r\\nHello Ada.\\r\\n' |
  curl -s ${urls.smtp}${user} --mail-from app@example.com --mail-rcpt ada@example.com -T -
`;
}

import type { Command } from 'commander';
import { commandName } from '../config/environment.js';
import { wrapWords } from './help-style.js';
import { helpColumns } from './output.js';

/** How each command is used, by its path: shown at the end of its help. */
const examples: Readonly<Record<string, readonly string[]>> = {
  '': ['', '--memory --fixture shop'],
  start: ['start --memory --fixture shop', 'start --data ./mail --rate-limits enforce'],
  seed: ['seed shop --replace', 'seed ./test/customers.json', 'seed people.csv'],
  reset: ['reset', 'reset --fixtures --all'],
  inbox: ['inbox list --to ann@example.com'],
  'inbox list': ['inbox list --q "is:unread -subject:invoice"'],
  'inbox show': ['inbox show email_7f3k9x2m --json'],
  'inbox wait': ['inbox wait --to ann@example.com --subject code --timeout 30s'],
  events: ['events --type email.clicked'],
  requests: ['requests --status 4xx', 'requests --follow'],
  faults: ['faults add --method POST --path /v2/contacts --status 500 --times 1'],
  'faults list': ['faults list --json'],
  'faults add': [
    'faults add --method POST --path /v2/contacts --status 500 --times 1',
    `faults add --rule '{"smtp":{"stage":"rcpt","reply":"452 4.2.2 Full"}}'`,
  ],
  'faults clear': ['faults clear'],
  workspaces: ['workspaces create'],
  'workspaces list': ['workspaces list --json'],
  'workspaces create': ['workspaces create'],
  'workspaces drop': ['workspaces drop ws_7f3k9x2m'],
  stats: ['stats campaign_1a2b3c4d'],
  send: ['send campaign_1a2b3c4d --wait'],
  trigger: ['trigger clicked --to ann@example.com --link https://example.com/sale'],
  webhooks: ['webhooks add http://localhost:3000/hooks'],
  'webhooks list': ['webhooks list --json'],
  'webhooks add': ['webhooks add http://localhost:3000/hooks --event email.opened --retries fast'],
  'webhooks test': ['webhooks test wh_7f3k9x2m --event email.clicked'],
  'webhooks deliveries': ['webhooks deliveries --status failed'],
  'webhooks redeliver': ['webhooks redeliver dlv_7f3k9x2m'],
  'webhooks verify': ['webhooks verify body.json --signature sha256=… --secret whsec_…'],
  clock: ['clock advance 2h'],
  'clock show': ['clock show'],
  'clock advance': ['clock advance 30d'],
  'clock freeze': ['clock freeze 2024-03-25T10:00:00Z'],
  'clock set': ['clock set 2024-03-25T10:00:00Z'],
  'clock resume': ['clock resume'],
  'clock real': ['clock real'],
  keys: ['keys create --name "Read only" --permission contacts:read'],
  'keys list': ['keys list'],
  'keys create': ['keys create --name "Read only" --permission contacts:read analytics:read'],
  'keys revoke': ['keys revoke key_7f3k9x2m'],
  suppressions: ['suppressions add ann@example.com'],
  'suppressions list': ['suppressions list --json'],
  'suppressions add': ['suppressions add ann@example.com --reason bounced'],
  'suppressions remove': ['suppressions remove ann@example.com'],
  snapshot: ['snapshot save before-checkout', 'snapshot restore before-checkout'],
  'snapshot save': ['snapshot save before-checkout'],
  'snapshot restore': ['snapshot restore before-checkout'],
  'snapshot list': ['snapshot list --json'],
  'snapshot delete': ['snapshot delete before-checkout'],
  export: ['export state.json', 'export - | gzip > state.json.gz'],
  import: ['import state.json', 'import - --workspace ws_7f3k9x2m < state.json'],
  health: ['health --url http://localhost:8025'],
  completion: [
    'completion bash > ~/.local/share/bash-completion/completions/maildrone-emulator',
    'completion zsh > "${fpath[1]}/_maildrone-emulator"',
    'completion fish > ~/.config/fish/completions/maildrone-emulator.fish',
  ],
};

/** What stands in one line: a flag with its values, unless it is as long as JSON; a text in quotes; a word. */
const togetherPattern = /--[\w-]+(?: (?:"[^"]*"|[^\s'"|<>-]\S*))+|(?:'[^']*'|"[^"]*"|\S)+/g;

/** As a shell takes it, in several lines too. */
const exampleOf = (line: string): string =>
  wrapWords([`  $ ${commandName()}`, ...(line.match(togetherPattern) ?? [])], {
    ...{ width: helpColumns(), end: ' \\', indent: '      ' },
  });

/** Ends the help of each command with examples. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const lines = examples[path.join(' ')] ?? [];
  if (lines.length > 0) {
    command.addHelpText('after', () => {
      const shown = lines.map(exampleOf).join('\n');
      return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${shown}`;
    });
  }
  for (const inner of command.commands) addExamples(inner, [...path, inner.name()]);
}

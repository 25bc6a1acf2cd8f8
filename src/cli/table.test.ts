import measure from 'fast-string-truncated-width';
import { afterEach, expect, it } from 'vitest';
import { copied, table } from './table.js';

const plain = { dim: (text: string) => text } as Parameters<typeof table>[2];
const { isTTY, columns } = process.stdout;
const pretend = (terminal: { isTTY: boolean; columns: number }) => Object.assign(process.stdout, terminal);
afterEach(() => void pretend({ isTTY, columns }));

const rows = [
  ['email_wul3jpsb', '2026-11-26T15:07:19Z', '日本語の長い件名'.repeat(5), 'delivered'],
  ['email_00000001', '2026-11-26T15:07:19Z', 'e\u0301'.repeat(60), 'sent'],
  ['email_00000002', '2026-11-26T15:07:19Z', '👩‍👩‍👧‍👦'.repeat(30), 'sent'],
];
const heads = ['id', 'at', 'subject', 'status'];

it.each([40, 60, 80, 100])(
  'no row is wider than a terminal of %i columns, whatever stands in it',
  (width) => {
    pretend({ isTTY: true, columns: width });
    const lines = table(heads, rows, plain).split('\n');
    for (const line of lines) expect(measure(line).width, line).toBeLessThanOrEqual(width);
    expect(lines[1]).toContain('…');
    // The last column stands below its head, as far as columns of the terminal go.
    const at = (line: string, word: string) => measure(line.slice(0, line.indexOf(word))).width;
    if (width === 100) expect(at(lines[1] ?? '', 'delivered')).toBe(at(lines[0] ?? '', 'STATUS'));
    for (const line of lines) expect(line.isWellFormed()).toBe(true);
  },
);

it.each([
  ['another column can give way', ['status', 'events', 'what'], ['ok', 'all', 'x'.repeat(100)]],
  ['what is copied does not fit anyway', [copied('url'), 'status', 'events'], ['u'.repeat(70), 'ok', 'all']],
])('no head is cut where %s', (_name, names, row) => {
  pretend({ isTTY: true, columns: 60 });
  const [head] = table(names, [row], plain).split('\n');
  expect(head).not.toContain('…');
});

it('is cut nowhere where nobody looks at a terminal', () => {
  pretend({ isTTY: false, columns: 40 });
  expect(table(heads, rows, plain)).not.toContain('…');
});

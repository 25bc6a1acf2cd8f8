/** More than these do not fit. */
const most = 99;

/** The icon of the window: with how much is unread in its corner, where anything is. */
export function iconOf(count: number): string {
  if (count === 0) return './favicon.svg';
  const text = count > most ? `${most}+` : String(count);
  const width = 8 + 8 * text.length;
  const left = 32 - width;
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4f5bd5"/>' +
    '<path d="M5 6v12.5h13M5 6l9 7 9-7" fill="none" stroke="#fff" stroke-width="2.5" stroke-linejoin="round"/>' +
    `<rect x="${left}" y="14" width="${width}" height="18" rx="6" fill="#d3263f" stroke="#fff"/>` +
    `<text x="${left + width / 2}" y="28" text-anchor="middle" font-family="sans-serif" font-size="14" font-weight="700" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

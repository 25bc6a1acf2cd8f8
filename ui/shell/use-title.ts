import { useEffect } from 'preact/hooks';
import { iconOf } from './favicon.js';

/** The name of the page, and how much is unread, in the title of the window and on its icon. */
export function useTitle(label: string, count: number): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${label} · maildrone`;
  }, [label, count]);
  const address = iconOf(count);
  useEffect(() => {
    const icon = document.querySelector('link[rel=icon]');
    if (icon instanceof HTMLLinkElement) icon.href = address;
  }, [address]);
}

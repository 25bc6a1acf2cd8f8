import { useEffect } from 'preact/hooks';

/** The name of the page, and its number, in the title of the window. */
export function useTitle(label: string, count: number): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${label} · maildrone`;
  }, [label, count]);
}

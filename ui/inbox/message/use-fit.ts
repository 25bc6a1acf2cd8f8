import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The room that the menu of the others takes, in rem. */
const menuRem = 4.25;

/** How many of these widths fit, the active one always among them. */
function countFitting(widths: readonly number[], room: number, activeAt: number, menu: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= room) return widths.length;
  let left = room - menu - (widths[activeAt] ?? 0);
  let count = 0;
  for (const [index, width] of widths.entries()) {
    if (index === activeAt) continue;
    if (width > left) break;
    left -= width;
    count = index + 1;
  }
  return count;
}

/** Which children of a strip have no room beside each other. `words` changes when a width may have changed. */
export function useFit(activeAt: number, words: string) {
  const ref = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(Infinity);
  useLayoutEffect(() => {
    const strip = ref.current;
    if (!strip) return undefined;
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { paddingLeft, paddingRight } = getComputedStyle(strip);
      const room = strip.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      const widths = [...strip.querySelectorAll<HTMLElement>('[role=tab]')].map((tab) => tab.offsetWidth);
      setCount(countFitting(widths, room, activeAt, menuRem * rem));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(strip);
    measure();
    return () => observer.disconnect();
  }, [activeAt, words]);
  return { ref, isFolded: (index: number) => index >= count && index !== activeAt };
}

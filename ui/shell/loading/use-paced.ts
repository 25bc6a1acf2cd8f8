import { useEffect, useMemo } from 'preact/hooks';

/** Runs work one at a time and at most once per gap; asked while busy or too early, it runs once more afterwards. */
export function createPacer(work: () => Promise<void>, gapMs: number) {
  let timer: number | null = null;
  let isRunning = false;
  let isDue = false;
  let lastStart = -Infinity;

  function request(): void {
    if (isRunning) isDue = true;
    else timer ??= window.setTimeout(() => void run(), Math.max(0, lastStart + gapMs - performance.now()));
  }
  async function run(): Promise<void> {
    timer = null;
    isRunning = true;
    isDue = false;
    lastStart = performance.now();
    await work();
    isRunning = false;
    if (isDue) request();
  }
  return {
    request,
    stop: () => {
      isDue = false;
      if (timer !== null) window.clearTimeout(timer);
    },
  };
}

/** A paced form of `work`, which is to stay the same between renders. */
export function usePaced(work: () => Promise<void>, gapMs: number): () => void {
  const pacer = useMemo(() => createPacer(work, gapMs), [work, gapMs]);
  useEffect(() => pacer.stop, [pacer]);
  return pacer.request;
}

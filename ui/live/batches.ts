/** Pages in the background get no animation frames; they still keep up, only less often. */
const hiddenDelay = 400;

/** Hands items on in one go per animation frame: a campaign can raise thousands a second. */
export function createBatcher<T>(take: (batch: readonly T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  let isScheduled = false;
  function flush() {
    const batch = waiting;
    waiting = [];
    isScheduled = false;
    take(batch);
  }
  return (item) => {
    waiting.push(item);
    if (isScheduled) return;
    isScheduled = true;
    if (document.hidden) window.setTimeout(flush, hiddenDelay);
    else requestAnimationFrame(flush);
  };
}

/** Pages in the background get no animation frames; they still keep up, only less often. */
const hiddenDelay = 400;
/** Batches follow one another no sooner: each draws what it changes, and nobody reads twenty lists a second. */
const gapMs = 50;

/** Hands items on in one go, in an animation frame: a campaign can raise thousands a second. */
export function createBatcher<T>(take: (batch: readonly T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  let isScheduled = false;
  let lastAt = -Infinity;
  function flush() {
    const batch = waiting;
    waiting = [];
    isScheduled = false;
    lastAt = performance.now();
    take(batch);
  }
  function schedule() {
    if (document.hidden) return void window.setTimeout(flush, hiddenDelay);
    const wait = lastAt + gapMs - performance.now();
    if (wait <= 0) requestAnimationFrame(flush);
    else window.setTimeout(() => (document.hidden ? flush() : requestAnimationFrame(flush)), wait);
  }
  return (item) => {
    waiting.push(item);
    if (isScheduled) return;
    isScheduled = true;
    schedule();
  };
}

import { useEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { Control } from '../shell/control.js';
import type { Dispatch } from '../inbox/state.js';

const firstDelay = 250;
const lastDelay = 5000;
/** Pages in the background get no animation frames; they still keep up, only less often. */
const hiddenDelay = 400;

/** Hands frames on in one go per animation frame: a campaign can raise thousands a second. */
function createBatcher(dispatch: Dispatch) {
  let waiting: LiveFrame[] = [];
  let isScheduled = false;
  function flush() {
    const frames = waiting;
    waiting = [];
    isScheduled = false;
    dispatch({ type: 'frames', frames, heardAt: performance.now() });
  }
  return (frame: LiveFrame) => {
    waiting.push(frame);
    if (isScheduled) return;
    isScheduled = true;
    if (document.hidden) window.setTimeout(flush, hiddenDelay);
    else requestAnimationFrame(flush);
  };
}

/** Keeps the live connection: every frame reaches the reducer, and a broken connection is taken up where it ended. */
export function useLive(control: Control, seq: number | null, dispatch: Dispatch): void {
  const since = useRef(seq);
  since.current = seq;

  useEffect(() => {
    const push = createBatcher(dispatch);
    let socket: WebSocket;
    let delay = firstDelay;
    let timer: number | null = null;
    let isLeft = false;

    function connect() {
      timer = null;
      const query = since.current === null ? {} : { since: String(since.current) };
      const url = new URL(control.address('/live', query), location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      socket = new WebSocket(url);
      socket.onmessage = ({ data }) => {
        delay = firstDelay;
        push(JSON.parse(String(data)) as LiveFrame);
      };
      socket.onclose = () => {
        if (isLeft) return;
        dispatch({ type: 'connection', connection: 'lost' });
        timer = window.setTimeout(connect, delay);
        delay = Math.min(delay * 2, lastDelay);
      };
    }
    function hurry() {
      if (timer === null) return;
      window.clearTimeout(timer);
      connect();
    }
    connect();
    window.addEventListener('online', hurry);
    window.addEventListener('focus', hurry);
    return () => {
      isLeft = true;
      window.removeEventListener('online', hurry);
      window.removeEventListener('focus', hurry);
      if (timer !== null) window.clearTimeout(timer);
      socket.close();
    };
  }, [control, dispatch]);
}

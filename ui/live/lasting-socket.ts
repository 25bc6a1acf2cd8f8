const firstDelay = 250;
const lastDelay = 5000;

export interface LastingSocket {
  /** Asked before each attempt, so that it can name what was heard last. */
  address(): string;
  onText(text: string): void;
  onLost(): void;
}

/** Keeps a WebSocket open: a broken one is made again, after ever longer pauses. Returns how to close it for good. */
export function openSocket({ address, onText, onLost }: LastingSocket): () => void {
  let socket: WebSocket;
  let delay = firstDelay;
  let timer: number | null = null;
  let isClosed = false;

  function connect() {
    timer = null;
    const url = new URL(address(), location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(url);
    socket.onmessage = ({ data }) => {
      delay = firstDelay;
      onText(String(data));
    };
    socket.onclose = () => {
      if (isClosed) return;
      onLost();
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
    isClosed = true;
    window.removeEventListener('online', hurry);
    window.removeEventListener('focus', hurry);
    if (timer !== null) window.clearTimeout(timer);
    socket.close();
  };
}

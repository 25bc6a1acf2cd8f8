export const Nothing = ({ children }: { children: string }) => <p class="nothing">{children}</p>;

export const TextView = ({ text }: { text: string | null }) =>
  text === null || text.trim() === '' ? (
    <Nothing>This message has no text part.</Nothing>
  ) : (
    <pre class="mail-text" dir="auto">
      {text}
    </pre>
  );

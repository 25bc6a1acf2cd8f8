/** In place of a part that the message does not have. */
export const Nothing = ({ children }: { children: string }) => <p class="nothing">{children}</p>;

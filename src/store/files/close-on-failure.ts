/** Runs the rest of an opening. Where that fails, what is open by then is closed, and its error is thrown. */
export async function closeOnFailure<T>(
  close: () => Promise<unknown>,
  open: () => T | Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

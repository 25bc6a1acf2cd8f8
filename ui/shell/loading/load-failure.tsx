/** In the place of a part of the UI whose code did not come. */
export const LoadFailure = ({ what }: { what: string }) => (
  <div class="absent">
    <h1>{what} could not be loaded</h1>
    <p>The emulator does not answer, or it is another version than before.</p>
    <button type="button" class="button" onClick={() => location.reload()}>
      Reload
    </button>
  </div>
);

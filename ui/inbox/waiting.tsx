/** Keeps the place of what is on its way, and is seen only when that takes long. */
export const Waiting = () => (
  <div class="part-skeleton" aria-busy="true">
    <i />
    <i />
    <i />
  </div>
);

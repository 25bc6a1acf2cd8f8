/** In the place of the rows of a table that are out of view. */
export const RowGap = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr aria-hidden="true">
      <td class="row-gap" style={{ height: `${height}px` }} />
    </tr>
  ) : null;

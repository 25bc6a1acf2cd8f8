import type { Header } from '../../../../src/contract/message.js';
import { Nothing } from './text-view.js';

export const HeadersView = ({ headers }: { headers: readonly Header[] }) =>
  headers.length === 0 ? (
    <Nothing>No headers could be read.</Nothing>
  ) : (
    <table class="table headers">
      <thead>
        <tr>
          <th scope="col">Header</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {headers.map(({ name, value }, at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td dir="auto">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import '../../../../shell/styles/pages.css';
import './links.css';

export const HeadersView = ({ message: { headers } }: PartProps) =>
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
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td dir="auto">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

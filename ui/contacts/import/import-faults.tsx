import type { ContactImport } from '../../../src/contract/contact-import.js';

/** What is wrong with the file, line by line. */
export function ImportFaults({ preview: { faults, faulty } }: { preview: ContactImport }) {
  if (faults.length === 0) return null;
  const lines = new Set(faults.map(({ line }) => line)).size;
  return (
    <section class="contacts-part" aria-label="Faults">
      <h3>Faults</h3>
      <div class="contacts-faults" tabIndex={0} role="region" aria-label="Faults by line">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Field</th>
              <th scope="col">What was expected</th>
            </tr>
          </thead>
          <tbody>
            {faults.map(({ line, field, issue }, index) => (
              <tr key={index}>
                <td>{line.toLocaleString()}</td>
                <td>
                  <bdi>{field}</bdi>
                </td>
                <td>
                  <bdi>{issue}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {faulty > lines && <p class="muted">And {(faulty - lines).toLocaleString()} more faulty lines.</p>}
    </section>
  );
}

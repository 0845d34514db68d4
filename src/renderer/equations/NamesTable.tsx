/** Every name of the network with its role, its size and where that came from; closed until it is asked for. */
import { useState } from "preact/hooks";
import { useStrings } from "../strings.js";
import type { NameRow } from "./equationsModel.js";
import { Formula } from "./Formula.js";

export function NamesTable({ names }: { readonly names: readonly NameRow[] }) {
  const [isOpen, setOpen] = useState(false);
  const { equations: words } = useStrings();
  return (
    <details class="unroll-names" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.names}</summary>
      {isOpen && <Rows names={names} />}
    </details>
  );
}

function Rows({ names }: { readonly names: readonly NameRow[] }) {
  const { equations: words, panels } = useStrings();
  const roleOf = ({ role }: NameRow) => (role === "parameter" ? words.parameter : panels[role]);
  return (
    <table>
      <thead>
        <tr>
          {[words.name, words.role, words.size, words.origin].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              {/* MathML gives a row no name, and spells a word letter by letter */}
              <span aria-hidden="true">
                <Formula tex={row.tex} />
              </span>
              <span class="unroll-hidden">{row.name}</span>
            </th>
            <td>{roleOf(row)}</td>
            <td>{row.size}</td>
            <td>{row.origin && words.sizeFrom(row.origin)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
